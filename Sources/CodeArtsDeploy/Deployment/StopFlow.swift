internal import CodeArtsDeployModel

/// A stop: asks the service to end a deployment, and then whether it had ended by itself.
final class StopFlow {
    enum Ending {
        /// - Parameter state: where the service names one in which it has ended.
        case stopped(state: DeploymentState?)
        case hadSucceeded(DeploymentStatus, reply: JSONValue)
        case refused(DeployError)
    }

    private static let againMS = 500

    private let taskID: String
    private let recordID: String
    private let context: FlowContext
    private let then: (Ending) -> Step

    /// - Parameter context: not cancelled, with the time that a stop may take.
    init(ofTask taskID: String, recordID: String, context: FlowContext, then: @escaping (Ending) -> Step) {
        self.taskID = taskID
        self.recordID = recordID
        self.context = context
        self.then = then
    }

    /// A request that the service did not answer itself is repeated: a second stop changes nothing more.
    func begin() -> Step {
        context.ask(.stopDeployTaskRecord, names) { answer in
            guard case .failure(let error) = answer else { return self.checkEnd() }
            let isRefused = error.isFinal && !error.isPage
            let pauseMS = max(Self.againMS, error.retryAfterMS ?? 0)
            if !isRefused, self.context.deadline.remainingMS > pauseMS {
                return .pause(ms: pauseMS) { self.begin() }
            }
            return self.then(.refused(error))
        }
    }

    /// A stop is accepted even where there is nothing left to be stopped: then a success counts. A failure does not,
    /// since the service may call a stopped deployment so.
    private func checkEnd() -> Step {
        context.ask(.showDeployStatus, names) { answer in
            guard case .success(let reply) = answer, let status = DeploymentStatus(reading: reply) else {
                return self.then(.stopped(state: nil))
            }
            if status.end == .succeeded { return self.then(.hadSucceeded(status, reply: reply)) }
            return self.then(.stopped(state: status.end == nil ? nil : status.state))
        }
    }

    private func names(_ json: inout JSONWriter) {
        json.member("task_id", taskID)
        json.member("record_id", recordID)
    }
}
