import CodeArtsDeployModel

/// The hints after a failure: which deployment it is about, and the commands to go on with.
struct Hints {
    let next: SuggestedCommand
    let taskID: String?
    /// Whether the running deployment was asked to stop.
    var isStopped = false

    func lines(after error: DeployError) -> [String] {
        switch error.deployment?.rollback {
        case .failed(let back, _): lines(about: error) + lines(about: back)
        case .deployed(let back, _) where back.state?.end != .succeeded:
            lines(about: error) + lines(ofEnded: back.recordID)
        default: lines(about: error)
        }
    }

    private func lines(about error: DeployError) -> [String] {
        if error.isOfEnded, let recordID = error.recordID { return lines(ofEnded: recordID) }
        let status = ExitStatus(error)
        let why = [.configuration, .authentication, .network].contains(status) ? [next.doctor] : []
        guard let taskID else { return why }
        guard let recordID = error.recordID else {
            let isOpen = error.status == .busy || error.outcome == .unknown || error.outcome == .started
            return isOpen ? [next.records(taskID)] : why
        }
        let mayRun = [.interrupted, .stillRunning, .throttled, .authentication, .network].contains(status)
        guard mayRun else { return why }
        let stop = isStopped ? [] : [next.stop(taskID, recordID)]
        return [named(recordID, taskID), next.watch(taskID, recordID)] + stop + why
    }

    private func lines(ofEnded recordID: String) -> [String] {
        taskID.map { [named(recordID, $0), next.log($0, recordID)] } ?? []
    }

    private func named(_ recordID: String, _ taskID: String) -> String {
        "Record \(Printable.line(recordID)) of task \(taskID)."
    }
}

/// An error with the hints that follow it.
struct Failure: Error {
    let error: DeployError
    let hints: [String]

    init(_ error: DeployError, _ hints: Hints) {
        self.error = error
        self.hints = hints.lines(after: error)
    }
}
