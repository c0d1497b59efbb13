internal import CPlatform
public import CodeArtsDeployModel

/// Calls the service. Any number of threads may use one client; each call in flight has a connection of its own.
public final class Client: Sendable {
    private let configuration: Configuration
    private let chain: CredentialChain
    private let transport: any Transport
    private let environment: any Environment

    /// - Parameters:
    ///   - transport: how requests travel; by default libcurl, which is loaded at the first call.
    ///   - environment: where the credential comes from when none is configured.
    public init(
        _ configuration: Configuration, transport: (any Transport)? = nil,
        environment: any Environment = ProcessEnvironment()
    ) {
        let transport = transport ?? CurlTransport(configuration)
        self.configuration = configuration
        self.transport = transport
        self.environment = environment
        chain = CredentialChain(configuration, environment: environment, transport: transport)
    }

    /// Starts a deployment. A reply means that the service made a record, not that the deployment succeeded.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
    public func startDeployTask(_ request: StartDeployTaskRequest) throws(DeployError) -> StartDeployTaskResponse {
        let result = try call(.startDeployTask, request.json)
        guard let document = try? JSONDocument(parsing: result),
            let response = StartDeployTaskResponse(reading: document.root)
        else {
            throw DeployError(.internal, "The result could not be read again.", outcome: .started)
        }
        return response
    }

    /// Checks a request, sends it and reads the answer; blocks until that is done.
    ///
    /// - Parameters:
    ///   - text: a flat JSON object of wire names.
    ///   - given: fields that come from outside the text.
    ///   - token: in place of the client's own, or of the environment's.
    /// - Returns: the result document of the C header.
    public func call(_ operation: Operation, _ text: [UInt8], given: [GivenField] = [], token: AuthToken? = nil)
        throws(DeployError) -> [UInt8]
    {
        var prepared = try PreparedRequest(operation, text, given: given)
        defer { wipe(&prepared.body) }
        let deadline = Deadline(inMS: prepared.timeoutMS ?? configuration.timeoutMS)
        do throws(DeployError) {
            let attempt = Attempt(prepared, configuration, transport, deadline)
            if let token { return try attempt.run(with: FixedSource(.token(token), from: "the caller")) }
            return try attempt.run(with: chain.source())
        } catch {
            var redaction = Redaction()
            for address in proxies { redaction.add(proxy: address) }
            let error = redaction.applied(to: error)
            // What fails without a word of its own about that failed before anything was written.
            throw error.outcome == nil ? error.with(.notSent, for: operation) : error
        }
    }

    /// The addresses of the proxies that a call may have used.
    private var proxies: [[UInt8]] {
        if let proxy = configuration.proxy { return [proxy.with { Array($0) }] }
        let names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        return names.compactMap { environment.variable($0) }
    }
}
