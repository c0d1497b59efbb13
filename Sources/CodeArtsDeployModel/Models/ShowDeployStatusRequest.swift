/// Which deployment to look at. A request that exists is valid.
public struct ShowDeployStatusRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        taskID: String, recordID: String, stepState: Bool? = nil
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("task_id", taskID)
        json.member("record_id", recordID)
        if let stepState {
            json.member("step_state", stepState)
        }
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.showDeployStatus.request, of: "The request")
    }
}
