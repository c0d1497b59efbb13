public import CodeArtsDeployModel

/// A client's configuration. One that exists is valid.
///
/// Every call reads it: one reference is passed around, where a value would be copied with all that is in it.
public final class Configuration: Sendable {
    let endpoint: Endpoint
    let requestBase: RequestBase
    /// nil: found in the environment at each call.
    let credential: ConfiguredCredential?
    let iam: IAMAddress
    /// The CodeArts project, for requests that name none.
    let projectID: String?
    /// The IAM project, for the header X-Project-Id; not the CodeArts project.
    let iamProjectID: String?
    /// nil: ECS metadata is not asked.
    let metadataEndpoint: Endpoint?
    let connectTimeoutMS: Int
    let timeoutMS: Int
    /// Of one call.
    let maxAttempts: Int
    /// Requests in the background at once.
    let maxInFlight: Int
    let maxResponseBytes: Int
    /// May contain a password. nil: as libcurl reads the environment.
    let proxy: Secret?
    /// nil: the CA certificates that the system trusts.
    let trust: TrustStore?
    let userAgent: String?
    /// Whether events go to standard error.
    let isLogged: Bool

    /// Reads the JSON object of `cad_client_new`; every fault in it is reported at once.
    ///
    /// - Parameters:
    ///   - text: may hold secrets: the caller wipes its copy.
    ///   - environment: where endpoint, region and CA file come from when the text does not give them.
    public convenience init(
        _ text: [UInt8], environment: any Environment = ProcessEnvironment()
    ) throws(DeployError) {
        let document = try JSONDocument.checked(text, of: Self.subject, failing: .configuration)
        var validation = Validation(of: document)
        validation.root(is: Self.shape)
        let object = document.root
        let reader = ConfigurationReader(object: object, environment: environment)
        let service = validation.collect { () throws(DeployError) in try reader.service() }
        let iam = validation.collect { () throws(DeployError) in try reader.iam(region: service?.region ?? nil) }
        let metadata = validation.collect { () throws(DeployError) in try reader.metadataEndpoint() }
        let trust = validation.collect { () throws(DeployError) in try reader.trust() }
        _ = validation.collect { () throws(DeployError) in try ConfiguredCredential.checkForms(object) }
        _ = validation.collect { () throws(DeployError) in try reader.checkProxy(for: service?.0) }
        try validation.throwIfAny(.configuration, of: Self.subject, outcome: nil)
        // Whatever is missing has been reported by now.
        guard let endpoint = service?.0, let iam else { throw DeployError(.internal, "There is no endpoint.") }
        self.init(
            object, endpoint, try ConfiguredCredential(object, iam), iam, metadata: metadata ?? nil,
            projectID: try reader.projectID("project_id", Self.projectVariable),
            iamProjectID: try reader.projectID("iam_project_id", Self.iamProjectVariable),
            trust: trust ?? nil, isLogged: try reader.isLogged())
    }

    private init(
        _ object: JSONValue, _ endpoint: Endpoint, _ credential: ConfiguredCredential?, _ iam: IAMAddress,
        metadata: Endpoint?, projectID: String?, iamProjectID: String?, trust: TrustStore?, isLogged: Bool
    ) {
        self.endpoint = endpoint
        self.credential = credential
        self.iam = iam
        self.projectID = projectID
        self.iamProjectID = iamProjectID
        requestBase = RequestBase(endpoint, iamProjectID: iamProjectID)
        metadataEndpoint = metadata
        connectTimeoutMS = object["connect_timeout_ms"]?.integer ?? Defaults.connectTimeoutMS
        timeoutMS = object["timeout_ms"]?.integer ?? Defaults.timeoutMS
        maxAttempts = object["max_attempts"]?.integer ?? Defaults.maxAttempts
        maxInFlight = object["max_in_flight"]?.integer ?? Defaults.maxInFlight
        maxResponseBytes = object["max_response_bytes"]?.integer ?? Defaults.maxResponseBytes
        proxy = object["proxy"]?.stringBytes.map { Secret($0) }
        self.trust = trust
        userAgent = object["user_agent"]?.string
        self.isLogged = isLogged
    }

    static var subject: String { "The configuration" }
    private static var projectVariable: String { "CODEARTS_DEPLOY_PROJECT_ID" }
    private static var iamProjectVariable: String { "HUAWEICLOUD_SDK_PROJECT_ID" }

    /// What belongs to a credential: a token; a key's three parts; a user. A test holds it against what is secret.
    package static let credentialMembers: [StaticString] = ["token", "ak", "sk", "security_token", "iam"]

    package static let shape = ObjectShape(
        name: "Configuration",
        fields: [
            Field("endpoint", .string(.line), "The service's base URL; else it follows from the region."),
            Field("region", .string(.line), "The region, cn-north-4."),
            Field("token", .string(.token), "Sent as X-Auth-Token.", secret: .value),
            Field("ak", .string(.accessKeyID), "The access key that signs requests."),
            Field("sk", .string(.printableName), "Its secret.", secret: .value),
            Field("security_token", .string(.token), "What temporary keys came with.", secret: .value),
            Field("iam", .object(ConfiguredCredential.iamShape), "A user for whom tokens are fetched."),
            Field("iam_endpoint", .string(.line), "IAM's base URL; else it follows from the region."),
            Field("project_id", .string(.id), "The CodeArts project, for requests that name none."),
            Field("iam_project_id", .string(.id), "The IAM project, X-Project-Id; not the CodeArts project."),
            Field(
                "ecs_metadata", .boolean, "Whether the keys of the ECS's agency are taken, last of all.",
                default: .boolean(false)),
            Field(
                "metadata_endpoint", .string(.line), "The ECS metadata service.",
                default: .text(Defaults.metadataEndpoint)),
            Field(
                "connect_timeout_ms", .integer(1...600_000), "Until the connection stands.",
                default: .integer(Defaults.connectTimeoutMS)),
            Field(
                "timeout_ms", .integer(1...3_600_000), "The whole call.", default: .integer(Defaults.timeoutMS)),
            Field(
                "max_attempts", .integer(1...10), "How often one call is tried.",
                default: .integer(Defaults.maxAttempts)),
            Field(
                "max_in_flight", .integer(1...256), "Requests in the background at once.",
                default: .integer(Defaults.maxInFlight)),
            Field(
                "max_response_bytes", .integer(1024...1 << 30), "Of an answer, decompressed.",
                default: .integer(Defaults.maxResponseBytes)),
            Field("proxy", .string(.proxy), "http://host:port; empty for none.", secret: .userInfo),
            Field("ca_file", .string(.line), "CA certificates to trust instead of the system's, PEM."),
            Field("user_agent", .string(.userAgent), "Put in front of the library's own."),
            Field("log", .string(.logLevel), "debug: every event goes to standard error.", default: .text("off")),
            Field(
                "allow_http", .boolean, "Whether http:// is permitted to a host that is not this machine.",
                default: .boolean(false)),
        ])
}
