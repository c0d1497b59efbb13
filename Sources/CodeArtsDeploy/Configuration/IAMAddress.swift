internal import CodeArtsDeployModel

/// The IAM endpoint and project for tokens: an endpoint that was named, else that of the region.
struct IAMAddress: Sendable {
    let named: Endpoint?
    /// Of this service, perhaps one that is not in the table: then it makes no host name.
    let region: String?
    /// Why an endpoint that was named cannot be used; reported when it is needed.
    let fault: DeployError?

    init(named: Endpoint?, region: String?, fault: DeployError? = nil) {
        self.named = named
        self.region = region
        self.fault = fault
    }

    /// The IAM project of a token, where nothing else names one: it is called as the region.
    var project: String? { region }

    func endpoint() throws(DeployError) -> Endpoint {
        if let named { return named }
        if let fault { throw fault }
        if let region, Region.isKnown(region), let endpoint = try? Endpoint(Region.iamEndpoint(region)) {
            return endpoint
        }
        let unknown = region.map { " No IAM host follows from the region \($0), which is not in the table." } ?? ""
        throw DeployError(
            .configuration,
            "There is no IAM endpoint to sign in at: give \"iam_endpoint\" or \"region\", or set HUAWEICLOUD_SDK_IAM_ENDPOINT or HW_AUTH_URL.\(unknown)"
        )
    }

    /// IAM's base URL, from what is often written with the version or the whole path at its end. That much is cut; any
    /// other version is another API.
    static func base(of endpoint: String) throws(Endpoint.Fault) -> Endpoint {
        var whole = try Endpoint(endpoint)
        for end in ["/v3/auth/tokens", "/v3"] where Self.ends(whole.url, with: end) {
            whole = try Endpoint(String(decoding: Array(whole.url.utf8).dropLast(end.utf8.count), as: UTF8.self))
            break
        }
        for step in whole.path where isVersion(step) {
            throw Endpoint.Fault(
                message:
                    "Tokens are asked for at /v3/auth/tokens: the endpoint of IAM ends before that, and has no \(String(decoding: step, as: UTF8.self)) in its path."
            )
        }
        return whole
    }

    private static func ends(_ text: String, with end: String) -> Bool {
        let text = Array(text.utf8)
        let end = Array(end.utf8)
        return text.count > end.count && text.suffix(end.count).elementsEqual(end)
    }

    /// `v2.0`, `v3`
    private static func isVersion(_ step: ArraySlice<UInt8>) -> Bool {
        guard step.count > 1, step.first == UInt8(ascii: "v") || step.first == UInt8(ascii: "V") else { return false }
        return step.dropFirst().allSatisfy {
            ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".")
        }
    }
}
