internal import CodeArtsDeployModel

/// A deployment's report: what is known of one that is followed. One object from the first poll to the result: each
/// that has it adds what it knows, and hands it on.
final class DeploymentReport {
    let taskID: String
    let recordID: String
    var state: DeploymentState?
    /// nil while it goes on, as far as anybody knows.
    var end: DeploymentState.End?
    var durationMS = 0
    var steps: [DeploymentStep] = []
    var failedStep: DeploymentStep?
    /// The end of its log, or of that of the step that failed.
    var logTail: [UInt8] = []
    /// Whether this operation started it.
    let isOwn: Bool
    /// That it was found in the history, after the answer to its start had been lost; nil where it was not.
    let adoption: String?
    /// Whether it was stopped by this operation; nil where nobody tried.
    var wasStopped: Bool?
    /// The deployment that went back to an earlier one, as JSON.
    var rollback: [UInt8] = []
    /// Why no rollback was made, for the message; empty unless this machine's clock was the reason.
    var hindrance = ""

    init(taskID: String, _ launched: StartedRecord) {
        self.taskID = taskID
        recordID = launched.recordID
        isOwn = launched.isOwn
        adoption = launched.adoption
    }

    /// The deployment object of the header.
    private func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    func writeMembers(to json: inout JSONWriter) {
        json.member("state", ifKnown: state?.word)
        json.member("record_id", recordID)
        json.member("task_id", taskID)
        json.member("duration_ms", durationMS)
        json.name("steps")
        json.beginArray()
        for step in steps { step.write(to: &json) }
        json.endArray()
        if let adoption {
            json.member("adopted", true)
            if !adoption.isEmpty { json.member("warning", adoption) }
        }
        if let wasStopped { json.member("stopped", wasStopped) }
        if let failedStep {
            json.name("failed_step")
            failedStep.write(to: &json)
        }
        if !logTail.isEmpty, end != .succeeded {
            json.name("log_tail")
            json.string(utf8: logTail)
        }
        if !rollback.isEmpty {
            json.name("rollback")
            json.raw(rollback)
        }
    }

    /// The result document of a deployment that succeeded, or the error that stands for any other end.
    func result(_ context: FlowContext) -> Result<[UInt8], DeployError> {
        guard end == .succeeded else { return .failure(failure(attempts: context.attempts)) }
        var json = JSONWriter(reserving: 512)
        json.object {
            writeMembers(to: &$0)
            $0.meta(context)
        }
        return .success(json.bytes)
    }

    private func failure(attempts: Int) -> DeployError {
        let word = state?.word ?? "unknown"
        var error: DeployError
        switch end {
        case .stopped:
            error = DeployError(
                .deploymentStopped, "The deployment \(recordID) was stopped or cancelled (state \(word)).")
        case .unclear:
            error = DeployError(
                .deploymentFailed,
                "The deployment \(recordID) has ended, but the service's word for it (\(word)) does not say how. Look at the record."
            )
        default:
            let place = failedStep?.name.map { " at the step \($0)" } ?? ""
            error = DeployError(
                .deploymentFailed, "The deployment \(recordID) failed\(place) (state \(word)); its log says why.")
        }
        if !hindrance.isEmpty { error.message += " " + hindrance }
        error.attempts = attempts
        return attached(to: error)
    }

    /// An error with this deployment in it.
    func attached(to error: DeployError) -> DeployError {
        var error = error
        error.recordID = recordID
        error.outcome = isOwn ? .started : nil
        var json = JSONWriter(reserving: 512)
        json.name("deployment")
        write(to: &json)
        error.details = json.bytes
        return error
    }
}

extension JSONWriter {
    /// The last member of the result of what is made of several calls.
    mutating func meta(_ context: FlowContext) {
        name("_meta")
        object {
            $0.member("attempts", context.attempts)
            $0.warnings(context.warnings.all)
        }
    }
}
