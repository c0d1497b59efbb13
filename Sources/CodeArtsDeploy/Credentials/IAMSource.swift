internal import CPlatform
internal import CodeArtsDeployModel

/// A credential source: tokens from IAM by user and password. One is cached and renewed before it ends, by one thread.
final class IAMSource: CredentialSource {
    let name: String
    let parts: String
    private let login: IAMLogin
    private let endpoint: Endpoint
    private let kept = PerProcess { CachedCredential(holdsRefusals: true) }

    init(_ login: IAMLogin, at endpoint: Endpoint, name: String, parts: String? = nil) {
        self.parts = parts ?? name
        self.login = login
        self.endpoint = endpoint
        self.name = name
    }

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        kept.value.credential(for: context, tries: tries, { self.fetch(for: context, tries: $0, then: $1) }, then: then)
    }

    func drop(_ refused: Credential) -> Bool {
        kept.value.drop(refused)
        return true
    }

    private func fetch(
        for context: CallContext, tries: Int, then: @escaping (Result<CachedCredential.Found, DeployError>) -> Step
    ) -> Step {
        let request = CredentialRequest(context, tries: tries) { () throws(DeployError) in
            try self.request(before: context.deadline)
        }
        return request.send(
            { answer throws(DeployError) in
                do throws(DeployError) {
                    return try self.token(in: answer)
                } catch {
                    // Before anybody hears of it.
                    throw self.redacted(error)
                }
            }, then: then)
    }

    /// `POST /v3/auth/tokens`. The catalog would make the answer many times larger, so it is declined.
    private func request(before deadline: Deadline) throws(DeployError) -> HTTPRequest {
        var body = login.body
        defer { wipe(&body) }
        let wire = try WireRequest(
            method: "POST", url: endpoint.url + "/v3/auth/tokens", query: [QueryItem("nocatalog", "true")],
            headers: RequestHeaders([
                RequestHeader(prefix: "Content-Type: ", checked: Array("application/json;charset=utf8".utf8))
            ]),
            body: body)
        return HTTPRequest(wire, isLocal: endpoint.isLoopback, timeoutMS: deadline.remainingMS)
    }

    /// The token comes in a header, and its end in the body.
    private func token(in answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> CachedCredential.Found {
        let reply: HTTPReply
        do throws(TransportFailure) {
            reply = try answer.get()
        } catch {
            var fault = DeployError(error.status, "IAM could not be asked for a token: \(error.reason).")
            fault.retryAfterMS = error.retryAfterMS
            throw fault
        }
        guard (200..<300).contains(reply.service.httpStatus) else { throw Self.refusal(reply.service) }
        guard let subject = reply.subjectToken else {
            throw DeployError(
                .badResponse, "IAM answered (HTTP \(reply.service.httpStatus)) without a token.", of: reply.service)
        }
        let token = try subject.with { bytes throws(DeployError) in
            var copy = Array(bytes)
            defer { wipe(&copy) }
            if let fault = AuthToken.faults(in: copy, path: "").first {
                throw DeployError(
                    .badResponse,
                    "IAM answered (HTTP \(reply.service.httpStatus)) with a token that is none: \(fault.message)",
                    of: reply.service)
            }
            return AuthToken(checked: copy[...])
        }
        let described = (try? JSONDocument(parsing: reply.service.body))?.root["token"]
        let seconds = CredentialLifetime.seconds(
            until: described?["expires_at"]?.string, from: described?["issued_at"]?.string, or: reply.date)
        return CachedCredential.Found(.token(token), lasts: seconds)
    }

    /// Without the password, which an answer may repeat.
    private func redacted(_ error: DeployError) -> DeployError {
        var redaction = Redaction()
        redaction.add(login.password)
        if let passcode = login.passcode { redaction.add(passcode.code) }
        return redaction.applied(to: error)
    }

    private static func refusal(_ reply: ServiceReply) -> DeployError {
        let fault = (try? JSONDocument(parsing: reply.body)).map { ServiceFault(reading: $0.root) }
        let status = fault?.status(httpStatus: reply.httpStatus) ?? .service
        var words = "HTTP \(reply.httpStatus)"
        if let message = fault?.message { words += ": \(message)" }
        // Only a refusal says anything about user and password.
        let isRefused = status == .authentication || [400, 401, 403].contains(reply.httpStatus)
        let what = isRefused ? "gives no token for this user and password" : "could give no token"
        if reply.httpStatus == 404 { words += "; is this the endpoint of IAM?" }
        var error = DeployError(status, "IAM \(what) (\(words)).", of: reply)
        error.errorCode = fault?.code
        error.errorMessage = fault?.message
        return error
    }
}
