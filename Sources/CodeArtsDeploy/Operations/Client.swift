internal import CPlatform
public import CodeArtsDeployModel

/// Calls the service. Any number of threads may use one client; each call in flight has a connection of its own.
public final class Client: Sendable {
    private let configuration: Configuration
    private let environment: any Environment
    private let transport: any Transport

    /// - Parameters:
    ///   - transport: how requests travel; by default libcurl, which is loaded at the first call.
    ///   - environment: where the token comes from when none is given.
    public init(
        _ configuration: Configuration, transport: (any Transport)? = nil,
        environment: any Environment = ProcessEnvironment()
    ) {
        self.configuration = configuration
        self.environment = environment
        self.transport = transport ?? CurlTransport(configuration)
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
        let token = try self.token(given: token, for: operation)
        do throws(DeployError) {
            return try exchange(prepared, token)
        } catch {
            throw Redaction(token, prepared.body).applied(to: error)
        }
    }

    private func token(given: AuthToken?, for operation: Operation) throws(DeployError) -> AuthToken {
        if let token = given ?? configuration.token { return token }
        do throws(DeployError) {
            return try AuthToken.fromEnvironment(environment)
        } catch {
            var error = error
            error.outcome = operation.startsDeployment ? .notSent : nil
            throw error
        }
    }

    private func exchange(_ prepared: PreparedRequest, _ token: AuthToken) throws(DeployError) -> [UInt8] {
        let request = HTTPRequest(
            url: configuration.endpoint.url + prepared.path, token: token, body: prepared.body,
            timeoutMS: prepared.timeoutMS ?? configuration.timeoutMS)
        let reply: ServiceReply
        do {
            reply = try transport.send(request)
        } catch {
            throw Self.error(from: error, of: prepared.operation)
        }
        return try ReplyReader(prepared.operation, reply, attempts: 1, now: platform_unix_seconds()).result()
    }

    private static func error(from failure: TransportFailure, of operation: Operation) -> DeployError {
        var error = DeployError(failure.status, failure.reason + ".")
        error.httpStatus = failure.httpStatus
        error.requestID = failure.requestID
        error.attempts = failure.wasWritten ? 1 : 0
        return error.with(failure.wasWritten ? .unknown : .notSent, for: operation)
    }
}
