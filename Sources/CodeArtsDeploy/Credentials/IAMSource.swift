internal import CPlatform
internal import CodeArtsDeployModel

/// Tokens from IAM by user and password: one is kept and renewed before it ends, by one thread while others wait.
final class IAMSource: CredentialSource {
    let name: String
    private let login: IAMLogin
    private let endpoint: Endpoint
    private let kept = PerProcess { KeptCredential(holdsRefusals: true) }

    init(_ login: IAMLogin, at endpoint: Endpoint, name: String) {
        self.login = login
        self.endpoint = endpoint
        self.name = name
    }

    func credential(for run: Run, then: @escaping (Result<Credential, DeployError>) -> Step) -> Step {
        kept.value.credential(for: run, { self.fetch(for: run, then: $0) }, then: then)
    }

    func drop(_ token: AuthToken) -> Bool {
        kept.value.drop(token)
        return true
    }

    private func fetch(for run: Run, then: @escaping (Result<KeptCredential.Found, DeployError>) -> Step) -> Step {
        .send(
            Sending(
                deadline: run.deadline,
                make: { () throws(DeployError) in try self.request(before: run.deadline) },
                then: { answer in
                    then(Result { () throws(DeployError) in try self.token(in: answer) }.mapError(self.redacted))
                }))
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
    private func token(in answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> KeptCredential.Found {
        let reply: HTTPReply
        do throws(TransportFailure) {
            reply = try answer.get()
        } catch {
            throw DeployError(error.status, "IAM could not be asked for a token: \(error.reason).")
        }
        guard (200..<300).contains(reply.service.httpStatus) else { throw Self.refusal(reply.service) }
        guard let subject = reply.subjectToken else {
            throw DeployError(.badResponse, "IAM answered (HTTP \(reply.service.httpStatus)) without a token.")
        }
        let token = try subject.with { bytes throws(DeployError) in
            var copy = Array(bytes)
            defer { wipe(&copy) }
            return try AuthToken(copy)
        }
        let document = try? JSONDocument(parsing: reply.service.body)
        let ends = document?.root["token"]?["expires_at"]?.string.flatMap { ISODate.unixSeconds($0) }
        return KeptCredential.Found(.token(token), endsAt: ends)
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
        var error = DeployError(
            status, "IAM gives no token for this user and password (\(words)).")
        error.httpStatus = reply.httpStatus
        error.errorCode = fault?.code
        error.errorMessage = fault?.message
        error.requestID = reply.requestID
        return error
    }
}
