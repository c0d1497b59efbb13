/// Which part of which log to read. A request that exists is valid.
public struct ShowAppLogRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        appID: String, recordID: String, offset: String, endOffset: String, stepID: String? = nil
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("app_id", appID)
        json.member("record_id", recordID)
        json.member("offset", offset)
        json.member("end_offset", endOffset)
        json.member("step_id", ifKnown: stepID)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.showAppLog.request, of: "The request")
    }
}
