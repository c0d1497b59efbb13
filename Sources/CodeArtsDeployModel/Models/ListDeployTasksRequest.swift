/// Which page of a project's tasks to list. A request that exists is valid.
public struct ListDeployTasksRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        projectID: String, page: Int, size: Int
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("project_id", projectID)
        json.member("page", page)
        json.member("size", size)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.listDeployTasks.request, of: "The request")
    }
}
