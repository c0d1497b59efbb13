internal import CodeArtsDeployModel

/// A request to IAM for a token or a key. What IAM refuses is reported in its own words, without the secrets of the
/// request, which an answer may repeat.
final class IAMRequest {
    private let endpoint: Endpoint
    private let path: StaticString
    private let query: [QueryItem]
    private let headers: [RequestHeader]
    private let wanted: StaticString
    private let given: StaticString
    private let secret: Secret
    private let secondSecret: Secret?
    private let body: () -> [UInt8]

    /// - Parameters:
    ///   - wanted: what is asked for, for messages: "token".
    ///   - given: what is given for it: "this user and password".
    ///   - secret: what it holds.
    ///   - body: makes it for each attempt; it is wiped.
    init(
        to endpoint: Endpoint, _ path: StaticString, query: [QueryItem] = [], headers: [RequestHeader] = [],
        for wanted: StaticString, of given: StaticString, hiding secret: Secret, _ secondSecret: Secret? = nil,
        body: @escaping () -> [UInt8]
    ) {
        self.endpoint = endpoint
        self.path = path
        self.query = query
        self.headers = headers
        self.wanted = wanted
        self.given = given
        self.secret = secret
        self.secondSecret = secondSecret
        self.body = body
    }

    func send<Value>(
        for context: CallContext, tries: Int, _ read: @escaping (HTTPReply) throws(DeployError) -> Value,
        then: @escaping (Result<Value, DeployError>) -> Step
    ) -> Step {
        let request = CredentialRequest(context, tries: tries) { () throws(DeployError) in
            try self.made(before: context.deadline)
        }
        return request.send(
            { answer throws(DeployError) in
                do throws(DeployError) {
                    return try read(self.reply(answer))
                } catch {
                    throw self.redacted(error)
                }
            }, then: then)
    }

    /// Before anybody hears of it.
    @inline(never)
    private func redacted(_ error: DeployError) -> DeployError {
        var redaction = Redaction()
        redaction.add(secret)
        if let secondSecret { redaction.add(secondSecret) }
        return redaction.applied(to: error)
    }

    private func made(before deadline: Deadline) throws(DeployError) -> HTTPRequest {
        var body = body()
        defer { wipe(&body) }
        let type = RequestHeader(prefix: "Content-Type: ", checked: Array("application/json;charset=utf8".utf8))
        let wire = try WireRequest(
            method: "POST", url: endpoint.url + path.text, query: query, headers: RequestHeaders(headers + [type]),
            body: body)
        return HTTPRequest(wire, isLocal: endpoint.isLoopback, timeoutMS: deadline.remainingMS)
    }

    private func reply(_ answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> HTTPReply {
        let reply: HTTPReply
        do throws(TransportFailure) {
            reply = try answer.get()
        } catch {
            var fault = DeployError(error.status, "IAM could not be asked for a \(wanted.text): \(error.reason).")
            fault.retryAfterMS = error.retryAfterMS
            throw fault
        }
        guard (200..<300).contains(reply.service.httpStatus) else { throw refusal(reply.service) }
        return reply
    }

    private func refusal(_ reply: ServiceReply) -> DeployError {
        let fault = (try? JSONDocument(parsing: reply.body)).map { ServiceFault(reading: $0.root) }
        let status = fault?.status(httpStatus: reply.httpStatus) ?? .service
        var words = "HTTP \(reply.httpStatus)"
        if let message = fault?.message { words += ": \(message)" }
        // Only a refusal says anything about what was given.
        let isRefused = status == .authentication || [400, 401, 403].contains(reply.httpStatus)
        let what = isRefused ? "gives no \(wanted.text) for \(given.text)" : "could give no \(wanted.text)"
        if reply.httpStatus == 404 { words += "; is this the endpoint of IAM?" }
        var error = DeployError(status, "IAM \(what) (\(words)).", of: reply)
        error.errorCode = fault?.code
        error.errorMessage = fault?.message
        return error
    }
}

extension HTTPReply {
    /// The token, which comes in a header.
    func token() throws(DeployError) -> Secret {
        let lead = "IAM answered (HTTP \(service.httpStatus))"
        guard let subjectToken else { throw DeployError(.badResponse, "\(lead) without a token.", of: service) }
        if let fault = AuthToken.fault(in: subjectToken) {
            throw DeployError(.badResponse, "\(lead) with a token that is none: \(fault.message)", of: service)
        }
        return subjectToken
    }
}

extension AuthToken {
    fileprivate static func fault(in token: Secret) -> Violation? {
        token.with {
            var copy = Array($0)
            defer { wipe(&copy) }
            return faults(in: copy, path: "").first
        }
    }

    /// - Parameter token: checked before.
    convenience init(_ token: Secret) {
        var copy = token.with { Array($0) }
        self.init(checked: copy[...])
        wipe(&copy)
    }
}
