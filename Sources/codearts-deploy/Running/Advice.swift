import CodeArtsDeployModel

/// The last lines about a deployment: which one it is, and how to go on.
struct Advice {
    let next: NextCommand
    let taskID: String?
    var isStopped = false

    /// - Parameter recordID: nil where nobody has named one.
    func lines(after error: DeployError, _ recordID: String?) -> [String] {
        let mayRun = recordID == nil && error.outcome == .unknown
        if error.status == .busy, let taskID { return [next.records(taskID)] }
        return lines(after: mayRun ? .unknown : ExitStatus(error), recordID)
    }

    func lines(after status: ExitStatus, _ recordID: String?) -> [String] {
        guard let taskID, let recordID else { return lines(after: status) }
        let record = "Record \(Printable.line(recordID)) of task \(taskID)."
        switch status {
        case .interrupted, .stillRunning, .authentication, .network, .throttled:
            return [record, next.watch(taskID, recordID)] + (isStopped ? [] : [next.stop(taskID, recordID)])
        case .deploymentFailed, .rolledBack, .stopped: return [record, next.log(taskID, recordID)]
        default: return []
        }
    }

    private func lines(after status: ExitStatus) -> [String] {
        switch status {
        case .unknown: taskID.map { [next.records($0)] } ?? []
        case .configuration, .authentication, .network: [next.doctor]
        default: []
        }
    }
}
