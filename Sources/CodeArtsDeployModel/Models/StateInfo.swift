/// A deployment and its steps.
public struct StateInfo: Sendable {
    /// running, succeeded, failed, and others that are not documented.
    public let status: String?
    /// running or finish.
    public let step: String?
    public let recordID: String?
    public let taskID: String?
    public let taskName: String?
    public let nickName: String?
    public let executor: String?
    /// yyyy-MM-dd HH:mm:ss, without a time zone.
    public let startTime: String?
    public let endTime: String?
    public let stepState: [StepInfo]

    public init(reading object: JSONValue) {
        status = object["status"]?.string
        step = object["step"]?.string
        recordID = object["record_id"]?.string
        taskID = object["task_id"]?.string
        taskName = object["task_name"]?.string
        nickName = object["nick_name"]?.string
        executor = object["executor"]?.string
        startTime = object["start_time"]?.string
        endTime = object["end_time"]?.string
        stepState = object["step_state"]?.elements.map { StepInfo(reading: $0) } ?? []
    }
}
