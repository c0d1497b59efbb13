/// A task of an application.
public struct TaskV2Info: Sendable {
    /// The task id.
    public let id: String?
    public let name: String?
    /// Draft or Available: of the task, not of a deployment.
    public let state: String?
    public let description: String?
    public let owner: String?
    public let projectID: String?
    public let projectName: String?
    /// deployTemplate, ansible or shell.
    public let deploySystem: String?
    public let createTime: String?
    public let updateTime: String?
    public let appID: String?
    public let releaseID: Int?
    public let isDisable: Bool?
    public let steps: [(name: String, value: TaskStep)]

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        name = object["name"]?.string
        state = object["state"]?.string
        description = object["description"]?.string
        owner = object["owner"]?.string
        projectID = object["project_id"]?.string
        projectName = object["project_name"]?.string
        deploySystem = object["deploy_system"]?.string
        createTime = object["create_time"]?.string
        updateTime = object["update_time"]?.string
        appID = object["app_id"]?.string
        releaseID = object["release_id"]?.integer
        isDisable = object["is_disable"]?.boolean
        steps = object["steps"]?.members.map { ($0.name, TaskStep(reading: $0.value)) } ?? []
    }
}

/// One step of a task.
public struct TaskStep: Sendable {
    public let id: String?
    public let name: String?
    public let enable: Bool?
    public let params: [(name: String, value: JSONValue)]

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        name = object["name"]?.string
        enable = object["enable"]?.boolean
        params = object["params"]?.members.map { ($0.name, $0.value) } ?? []
    }
}
