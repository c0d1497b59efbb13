import CodeArtsDeployModel

/// A time scale: where moments stand in a track, in per cent of its width.
struct TimeScale {
    private static let ticks = 4

    private let beganMS: Int
    private let spanMS: Int

    init(_ release: ReleaseSummary) {
        let began = release.items.compactMap(\.beganMS).min() ?? release.beganMS
        beganMS = min(began, release.beganMS)
        spanMS = max(1, release.endedMS - beganMS)
    }

    /// The axis above all tracks.
    var axis: String {
        let marks = (0...Self.ticks).map { tick in
            let ms = spanMS * tick / Self.ticks
            return "<span style=\"left:\(Self.percent(hundredths(of: beganMS + ms)))\">\(Elapsed.clock(ms: ms))</span>"
        }
        return "<div class=\"axis\" aria-hidden=\"true\"><div>\(marks.joined())</div></div>"
    }

    /// A deployment, and its steps in it.
    func bar(_ item: ReleaseSummary.Item) -> String {
        guard let began = item.beganMS, let ended = item.endedMS else { return "" }
        let steps = item.steps.compactMap { step in
            step.beganMS.map { part(step.name, HTMLReport.mood(step.state), $0, step.endedMS ?? ended, kind: "step") }
        }
        return part(item.name, item.state.word.text, began, ended, kind: "bar") + steps.joined()
    }

    private func part(_ name: String, _ mood: String, _ began: Int, _ ended: Int, kind: String) -> String {
        let (left, right) = (hundredths(of: began), hundredths(of: ended))
        let title = "\(Escaping.line(name)), \(Elapsed.text(ms: max(0, ended - began)))"
        let place = "left:\(Self.percent(left));width:\(Self.percent(max(0, right - left)))"
        return "<i class=\"\(kind) \(mood)\" style=\"\(place)\" title=\"\(title)\"></i>"
    }

    private func hundredths(of ms: Int) -> Int { min(max(0, ms - beganMS), spanMS) * 10_000 / spanMS }

    private static func percent(_ hundredths: Int) -> String {
        "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
    }
}
