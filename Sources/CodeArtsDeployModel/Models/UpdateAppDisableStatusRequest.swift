/// Which application to forbid or permit. A request that exists is valid.
public struct UpdateAppDisableStatusRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        appID: String, isDisable: Bool
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("app_id", appID)
        json.member("is_disable", isDisable)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.updateAppDisableStatus.request, of: "The request")
    }
}
