/// Where a deployment stands, as the service's reference describes it; `DeploymentStatus` reads its other forms too.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowDeployStatusResponse: Sendable {
    /// "success" or "error": of the call, not of the deployment.
    public let status: String?
    public let result: StateInfo?

    public init(reading object: JSONValue) {
        status = object["status"]?.string
        result = object["result"].map { StateInfo(reading: $0) }
    }
}
