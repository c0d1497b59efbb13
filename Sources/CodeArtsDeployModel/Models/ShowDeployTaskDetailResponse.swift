/// A task, from an operation that the service does not maintain any more.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowDeployTaskDetailResponse: Sendable {
    public let taskID: String?
    public let id: String?
    public let name: String?
    public let description: String?
    public let projectID: String?
    public let projectName: String?
    public let deploySystem: String?
    public let createTime: String?
    public let updateTime: String?
    /// Draft or Available: of the task, not of a deployment.
    public let state: String?
    public let owner: String?
    public let executionTime: String?
    public let executionState: String?
    public let duration: String?
    public let executorID: String?
    public let executorNickName: String?
    public let releaseID: Int?
    public let appID: String?
    public let isDisable: Bool?
    public let roleID: Int?
    public let steps: [(name: String, value: TaskStep)]

    public init(reading object: JSONValue) {
        taskID = object["task_id"]?.string
        id = object["id"]?.string
        name = object["name"]?.string
        description = object["description"]?.string
        projectID = object["project_id"]?.string
        projectName = object["project_name"]?.string
        deploySystem = object["deploy_system"]?.string
        createTime = object["create_time"]?.string
        updateTime = object["update_time"]?.string
        state = object["state"]?.string
        owner = object["owner"]?.string
        executionTime = object["execution_time"]?.string
        executionState = object["execution_state"]?.string
        duration = object["duration"]?.string
        executorID = object["executor_id"]?.string
        executorNickName = object["executor_nick_name"]?.string
        releaseID = object["release_id"]?.integer
        appID = object["app_id"]?.string
        isDisable = object["is_disable"]?.boolean
        roleID = object["role_id"]?.integer
        steps = object["steps"]?.members.map { ($0.name, TaskStep(reading: $0.value)) } ?? []
    }
}
