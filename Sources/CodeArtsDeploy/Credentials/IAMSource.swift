internal import CPlatform
internal import CodeArtsDeployModel

/// Tokens from IAM by user and password: one is kept and renewed before it ends, by one thread while others wait.
final class IAMSource: CredentialSource {
    let name: String
    private let login: IAMLogin
    private let endpoint: Endpoint
    private let transport: any Transport
    private let kept = PerProcess { KeptCredential(holdsRefusals: true) }

    init(_ login: IAMLogin, at endpoint: Endpoint, transport: any Transport, name: String) {
        self.login = login
        self.endpoint = endpoint
        self.transport = transport
        self.name = name
    }

    func credential(before deadline: Deadline) throws(DeployError) -> Credential {
        try kept.value.credential(before: deadline) { () throws(DeployError) in try fetch(before: deadline) }
    }

    func drop(_ token: AuthToken) -> Bool {
        kept.value.drop(token)
        return true
    }

    /// `POST /v3/auth/tokens`. The token comes in a header, and its end in the body.
    private func fetch(before deadline: Deadline) throws(DeployError) -> KeptCredential.Found {
        var body = login.body
        defer { wipe(&body) }
        let reply: HTTPReply
        do throws(DeployError) {
            reply = try IAMExchange(endpoint, transport).post("/v3/auth/tokens", body, before: deadline)
        } catch {
            var redaction = Redaction()
            redaction.add(login.password)
            if let passcode = login.passcode { redaction.add(passcode.code) }
            throw redaction.applied(to: error)
        }
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
}

/// One question to IAM.
struct IAMExchange {
    private let endpoint: Endpoint
    private let transport: any Transport

    init(_ endpoint: Endpoint, _ transport: any Transport) {
        self.endpoint = endpoint
        self.transport = transport
    }

    /// The catalog would make the answer many times larger, so it is declined.
    func post(_ path: String, _ body: [UInt8], before deadline: Deadline) throws(DeployError) -> HTTPReply {
        let wire = try WireRequest(
            method: "POST", url: endpoint.url + path, query: [QueryItem("nocatalog", "true")],
            headers: RequestHeaders([
                RequestHeader(prefix: "Content-Type: ", checked: Array("application/json;charset=utf8".utf8))
            ]),
            body: body)
        let reply: HTTPReply
        do {
            reply = try transport.send(HTTPRequest(wire, isLocal: endpoint.isLoopback, timeoutMS: deadline.remainingMS))
        } catch {
            throw DeployError(
                error.status, "IAM could not be asked for a token: \(error.reason).")
        }
        guard (200..<300).contains(reply.service.httpStatus) else { throw Self.refusal(reply.service) }
        return reply
    }

    private static func refusal(_ reply: ServiceReply) -> DeployError {
        let fault = (try? JSONDocument(parsing: reply.body)).map { ServiceFault(reading: $0.root) }
        let status = fault?.status(httpStatus: reply.httpStatus) ?? .service
        var words = "HTTP \(reply.httpStatus)"
        if let message = fault?.message { words += ": \(message)" }
        var error = DeployError(
            status, "IAM gives no token for this user and password (\(words)).")
        error.errorCode = fault?.code
        error.errorMessage = fault?.message
        error.requestID = reply.requestID
        return error
    }
}
