/// Of which tasks and days, at most a year. A request that exists is valid.
public struct ListTaskSuccessRateRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        projectID: String, startDate: String, endDate: String, taskIDs: [String]
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("project_id", projectID)
        json.member("start_date", startDate)
        json.member("end_date", endDate)
        json.name("task_ids")
        json.beginArray()
        for text in taskIDs { json.string(text) }
        json.endArray()
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.listTaskSuccessRate.request, of: "The request")
    }
}
