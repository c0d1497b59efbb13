import CodeArtsDeployModel

/// A report in GitHub's Markdown, for a merge request, a chat or a job's summary: what went wrong comes first, with the
/// end of its log.
struct MarkdownReport: ReleaseReport {
    /// A job's summary takes a megabyte.
    private static let maxRows = 1000
    private static let maxTails = 100

    func text(_ release: ReleaseSummary) -> String {
        var lines = [
            "## \(release.state == "succeeded" ? "✅" : "❌") \(Escaping.markdown(release.title)): \(release.label)", "",
            "\(release.counts), in \(Elapsed.text(ms: release.endedMS - release.beganMS)).", "",
        ]
        if let message = release.message { lines += [Escaping.markdown(message), ""] }
        let failures = release.items.filter(\.isFailure)
        for item in failures.prefix(Self.maxTails) { lines += Self.details(item) }
        if failures.count > Self.maxTails { lines += ["… and \(failures.count - Self.maxTails) more failures.", ""] }
        lines += ["| | application | state | duration | record |", "|---|---|---|---:|---|"]
        lines += release.failuresFirst.prefix(Self.maxRows).map(Self.row)
        if release.items.count > Self.maxRows { lines += ["", "… and \(release.items.count - Self.maxRows) more."] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ item: ReleaseSummary.Item) -> String {
        let duration = item.durationMS.map { Elapsed.text(ms: $0) } ?? ""
        let step = item.failedStep.map { " at \(Escaping.markdown($0))" } ?? ""
        let record = item.recordID.map(Escaping.markdown) ?? ""
        let state = "\(item.state.label)\(step)"
        return "| \(item.state.sign) | \(Escaping.markdown(item.name)) | \(state) | \(duration) | \(record) |"
    }

    private static func details(_ item: ReleaseSummary.Item) -> [String] {
        let head =
            "\(item.state.sign) \(Escaping.markdown(item.name)): \(Escaping.markdown(item.message ?? item.state.label))"
        guard let tail = item.logTail else { return [head, ""] }
        return ["<details open><summary>\(head)</summary>", "", "<pre>\(Escaping.log(tail))</pre>", "</details>", ""]
    }
}

extension ItemState {
    /// Not by its colour alone.
    var sign: String {
        switch self {
        case .succeeded: "✔"
        case .failed: "✘"
        case .stopped: "■"
        case .rolledBack: "↩"
        case .notStarted: "·"
        case .unknown: "?"
        case .stillRunning: "▶"
        }
    }
}
