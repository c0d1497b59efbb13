/// The status of a deployment and its steps, from any of the forms in which the service tells it: inside `result` or
/// without, under `status` or `state`.
public struct DeploymentStatus: Sendable {
    public let state: DeploymentState
    /// How it ended; nil while it goes on.
    public let end: DeploymentState.End?
    public let recordID: String?
    public let taskID: String?
    public let steps: [DeploymentStep]

    /// - Parameter reply: the answer to ShowDeployStatus, or the result document made of it. Nil where it has no state.
    public init?(reading reply: JSONValue) {
        // Beside a result the outer status is that of the call.
        let object = reply["result"] ?? reply
        guard let word = object["state"]?.string ?? object["status"]?.string else { return nil }
        state = DeploymentState(word)
        let isFinished = object["step"]?.stringBytes.map(StaticString("finish").matches) ?? false
        end = state.end ?? (isFinished ? .unclear : nil)
        recordID = object["record_id"]?.string
        taskID = object["task_id"]?.string
        steps = Self.steps(in: object["step_state"] ?? object["step_states"])
    }

    /// One value stands for a list of one.
    private static func steps(in value: JSONValue?) -> [DeploymentStep] {
        guard let value else { return [] }
        if value.kind != .array { return DeploymentStep(reading: value).map { [$0] } ?? [] }
        var steps: [DeploymentStep] = []
        for element in value.elements {
            if let step = DeploymentStep(reading: element) { steps.append(step) }
        }
        return steps
    }
}
