/// An application with its last deployment.
public struct AppExecutionInfo: Sendable {
    public let id: String?
    public let name: String?
    public let projectID: String?
    public let projectName: String?
    public let executionState: String?
    public let executionTime: String?
    public let endTime: String?
    public let duration: String?
    public let releaseID: Int?
    public let executorID: String?
    public let executorNickName: String?
    public let isDisable: Bool?
    public let isCare: Bool?
    public let canExecute: Bool?
    public let createUserID: String?
    public let createTenantID: String?
    public let createTime: String?
    public let updateTime: String?
    public let deploySystem: String?
    public let arrangeInfos: [TaskBaseBody]

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        name = object["name"]?.string
        projectID = object["project_id"]?.string
        projectName = object["project_name"]?.string
        executionState = object["execution_state"]?.string
        executionTime = object["execution_time"]?.string
        endTime = object["end_time"]?.string
        duration = object["duration"]?.string
        releaseID = object["release_id"]?.integer
        executorID = object["executor_id"]?.string
        executorNickName = object["executor_nick_name"]?.string
        isDisable = object["is_disable"]?.boolean
        isCare = object["is_care"]?.boolean
        canExecute = object["can_execute"]?.boolean
        createUserID = object["create_user_id"]?.string
        createTenantID = object["create_tenant_id"]?.string
        createTime = object["create_time"]?.string
        updateTime = object["update_time"]?.string
        deploySystem = object["deploy_system"]?.string
        arrangeInfos = object["arrange_infos"]?.elements.map { TaskBaseBody(reading: $0) } ?? []
    }
}

/// A task in short.
public struct TaskBaseBody: Sendable {
    /// The task id.
    public let id: String?
    public let state: String?
    public let deploySystem: String?

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        state = object["state"]?.string
        deploySystem = object["deploy_system"]?.string
    }
}
