/// One row of the operation table: all that client, emulator and documentation know about a call.
public struct Operation: Sendable {
    /// How callers name it, `start_deploy_task`.
    public let name: StaticString
    /// How the service's reference names it, `StartDeployTask`.
    public let officialName: StaticString
    public let method: StaticString
    /// With its fields in braces: `/v2/tasks/{task_id}/start`.
    public let path: StaticString
    public let request: ObjectShape
    /// Whether sending it a second time can start a second deployment. Such a request is written at most once, and its
    /// errors carry an outcome.
    public let startsDeployment: Bool
    /// The page of the API reference.
    public let page: StaticString

    /// Every operation of this version.
    public static let all: [Operation] = [.startDeployTask]
}

extension Operation {
    /// - Parameter name: as callers give it, `start_deploy_task`.
    public init(named name: [UInt8]) throws(DeployError) {
        guard let found = Self.all.first(where: { $0.name.matches(name[...]) }) else {
            let known = Self.all.map { $0.name.text }
            let typed = String(decoding: name, as: UTF8.self)
            let near = Spelling.nearest(to: typed, among: known) ?? known.joined(separator: ", ")
            throw DeployError(
                .invalidArgument, "There is no operation of that name. Did you mean \(near)? Nothing was sent.")
        }
        self = found
    }

    /// Starts a deployment.
    public static let startDeployTask = Operation(
        name: "start_deploy_task", officialName: "StartDeployTask", method: "POST", path: "/v2/tasks/{task_id}/start",
        request: StartDeployTaskRequest.shape, startsDeployment: true,
        page: "https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html")
}
