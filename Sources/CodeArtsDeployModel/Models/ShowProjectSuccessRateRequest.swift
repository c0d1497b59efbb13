/// Of which project and days, at most a year. A request that exists is valid.
public struct ShowProjectSuccessRateRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        projectID: String, startDate: String, endDate: String
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("project_id", projectID)
        json.member("start_date", startDate)
        json.member("end_date", endDate)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.showProjectSuccessRate.request, of: "The request")
    }
}
