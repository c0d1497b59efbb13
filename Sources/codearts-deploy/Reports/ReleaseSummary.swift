import CodeArtsDeployModel

/// What became of a release: what all of its reports tell.
struct ReleaseSummary {
    struct Item {
        let name: String
        let taskID: String
        /// From 1.
        let wave: Int
        let state: ItemState
        let recordID: String?
        let beganMS: Int?
        let endedMS: Int?
        let steps: [ReleaseProgress.Step]
        let failedStep: String?
        /// Why it did not succeed, or what is to be said of it nevertheless.
        let message: String?
        let logTail: String?
        let durationMS: Int?
        /// Whether something went wrong with it. With one that was never tried, nothing did.
        let isFailure: Bool
    }

    /// Of the plan.
    let title: String
    /// `succeeded`, `failed`, `stopped_early`, `rolled_back`; `not_started` where the release itself was refused.
    let state: String
    /// Why it was refused as a whole.
    let message: String?
    let beganMS: Int
    let endedMS: Int
    let waves: Int
    let items: [Item]

    /// - Parameter document: the result, or the error.
    init(_ title: String, _ progress: ReleaseProgress, _ document: JSONValue, endedMS: Int) {
        let response = DeployManyResponse(reading: document)
        self.title = title
        self.endedMS = endedMS
        state = response?.state ?? "not_started"
        message = response == nil ? document["message"]?.string : nil
        beganMS = progress.beganMS
        waves = progress.waves
        let ended = Dictionary(response?.items.map { ($0.index, $0) } ?? []) { first, _ in first }
        items = progress.items.enumerated().map { Item($1, ended[$0], endedMS: endedMS) }
    }

    func count(_ state: ItemState) -> Int { items.count { $0.state == state } }

    /// What went wrong first, then in the order of the plan.
    var failuresFirst: [Item] { items.filter(\.isFailure) + items.filter { !$0.isFailure } }

    /// `12 succeeded, 1 failed`
    var counts: String {
        let counted = ItemState.allCases.compactMap { state in
            count(state) > 0 ? "\(count(state)) \(state.label)" : nil
        }
        return counted.joined(separator: ", ")
    }

    /// For a person: `failed`, `stopped early`.
    var label: String { Words.spaced(state) }
}

extension ItemState {
    /// For a person: `still running`.
    var label: String { Words.spaced(word.text) }
}

extension ReleaseSummary.Item {
    /// - Parameters:
    ///   - seen: what its events told.
    ///   - ended: what the result tells; nil where there is none.
    init(_ seen: ReleaseProgress.Item, _ ended: DeployManyResponse.Item?, endedMS end: Int) {
        name = seen.name
        taskID = seen.taskID
        wave = seen.wave
        state = ended?.state ?? seen.end ?? .notStarted
        recordID = ended?.deployment?.recordID ?? ended?.error?.recordID ?? seen.recordID
        beganMS = seen.beganMS
        endedMS = seen.beganMS == nil ? nil : seen.endedMS ?? end
        let deployment = ended?.deployment ?? ended?.error?.deployment
        // One that a journal told of has steps without times.
        let told = deployment?.steps.map {
            ReleaseProgress.Step(id: $0.id ?? $0.label, name: $0.label, state: $0.state?.word ?? "")
        }
        steps = seen.steps.isEmpty ? told ?? [] : seen.steps
        durationMS = deployment?.durationMS ?? seen.beganMS.map { max(0, (seen.endedMS ?? end) - $0) }
        failedStep = deployment?.failedStep?.label
        logTail = deployment?.logTail
        message = ended?.error?.message ?? Self.remark(on: deployment?.rollback) ?? deployment?.warning ?? seen.message
        isFailure =
            switch state {
            case .succeeded: false
            case .notStarted: ended.map { $0.error?.status != .cancelled } ?? false
            case .failed, .stopped, .rolledBack, .unknown, .stillRunning: true
            }
    }

    /// On one that succeeded, was to go back with the release, and did not.
    private static func remark(on rollback: Deployment.Rollback?) -> String? {
        guard case .failed(let error, _) = rollback else { return nil }
        return "It did not go back: \(error.message)"
    }
}

private enum Words {
    /// `stopped_early` as `stopped early`.
    static func spaced(_ word: String) -> String { word.split(separator: "_").joined(separator: " ") }
}
