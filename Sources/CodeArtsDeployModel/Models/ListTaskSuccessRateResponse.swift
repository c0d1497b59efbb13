/// How often the deployments of some tasks succeeded.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ListTaskSuccessRateResponse: Sendable {
    public let tasksSuccessRate: [TaskSuccessRate]

    public init(reading object: JSONValue) {
        tasksSuccessRate = object["tasks_success_rate"]?.elements.map { TaskSuccessRate(reading: $0) } ?? []
    }
}

/// Of one task.
public struct TaskSuccessRate: Sendable {
    public let taskID: String?
    public let taskName: String?
    /// In per cent, "14.29".
    public let successRate: String?
    public let recordCount: Int?
    public let successRecordCount: Int?

    public init(reading object: JSONValue) {
        taskID = object["task_id"]?.string
        taskName = object["task_name"]?.string
        successRate = object["success_rate"]?.string
        recordCount = object["record_count"]?.integer
        successRecordCount = object["success_record_count"]?.integer
    }
}
