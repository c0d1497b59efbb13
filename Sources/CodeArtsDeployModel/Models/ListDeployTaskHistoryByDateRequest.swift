/// Which page of the deployments of which days; `id` is the task. A request that exists is valid.
public struct ListDeployTaskHistoryByDateRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        projectID: String, id: String, page: Int, size: Int, startDate: String, endDate: String
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("project_id", projectID)
        json.member("id", id)
        json.member("page", page)
        json.member("size", size)
        json.member("start_date", startDate)
        json.member("end_date", endDate)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.listDeployTaskHistoryByDate.request, of: "The request")
    }
}
