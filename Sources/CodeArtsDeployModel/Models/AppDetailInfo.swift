/// An application with its task.
public struct AppDetailInfo: Sendable {
    public let id: String?
    public let name: String?
    public let region: String?
    public let description: String?
    public let isDisable: Bool?
    public let createType: String?
    public let projectID: String?
    public let projectName: String?
    public let slaveClusterID: String?
    public let canExecute: Bool?
    public let createUserID: String?
    public let createTenantID: String?
    public let createTime: String?
    public let updateTime: String?
    public let permissionLevel: String?
    /// The first is what is deployed.
    public let arrangeInfos: [TaskV2Info]

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        name = object["name"]?.string
        region = object["region"]?.string
        description = object["description"]?.string
        isDisable = object["is_disable"]?.boolean
        createType = object["create_type"]?.string
        projectID = object["project_id"]?.string
        projectName = object["project_name"]?.string
        slaveClusterID = object["slave_cluster_id"]?.string
        canExecute = object["can_execute"]?.boolean
        createUserID = object["create_user_id"]?.string
        createTenantID = object["create_tenant_id"]?.string
        createTime = object["create_time"]?.string
        updateTime = object["update_time"]?.string
        permissionLevel = object["permission_level"]?.string
        arrangeInfos = object["arrange_infos"]?.elements.map { TaskV2Info(reading: $0) } ?? []
    }
}
