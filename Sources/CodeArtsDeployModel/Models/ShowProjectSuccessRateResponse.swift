/// How often the deployments of a project succeeded.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowProjectSuccessRateResponse: Sendable {
    public let projectID: String?
    public let projectName: String?
    /// In per cent, "14.29".
    public let successRate: String?
    public let taskCount: Int?
    public let recordCount: Int?
    public let successRecordCount: Int?

    public init(reading object: JSONValue) {
        projectID = object["project_id"]?.string
        projectName = object["project_name"]?.string
        successRate = object["success_rate"]?.string
        taskCount = object["task_count"]?.integer
        recordCount = object["record_count"]?.integer
        successRecordCount = object["success_record_count"]?.integer
    }
}
