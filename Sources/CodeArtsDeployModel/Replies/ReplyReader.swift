/// Decides what a reply means. A 200 alone is no success: only an object with an id of the record is.
public struct ReplyReader {
    let operation: Operation
    let reply: ServiceReply
    let attempts: Int
    /// Seconds since 1970, for a Retry-After that is a date.
    let now: Int64
    /// What the caller should hear about, though the call succeeded.
    let warning: String?

    public init(
        _ operation: Operation, _ reply: ServiceReply, attempts: Int, now: Int64, warning: String? = nil
    ) {
        self.operation = operation
        self.reply = reply
        self.attempts = attempts
        self.now = now
        self.warning = warning
    }

    /// The result document of the C header: the service's object with `_meta`.
    public func result() throws(DeployError) -> [UInt8] {
        guard (200..<300).contains(reply.httpStatus) else { throw refusal() }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: reply.body)
        } catch {
            throw unusable(
                "The answer (HTTP \(reply.httpStatus)) is not JSON: line \(error.position.line), column \(error.position.column): \(error.message)"
            )
        }
        let root = document.root
        guard root.kind == .object else {
            throw unusable("The answer (HTTP \(reply.httpStatus)) is \(root.kind.description), not an object.")
        }
        let recordID = operation.startsDeployment ? StartDeployTaskResponse.recordID(in: root) : nil
        if ServiceFault.isDeclared(in: root) {
            guard recordID == nil else {
                throw unusable(
                    "The answer (HTTP \(reply.httpStatus)) names a record and an error.", ServiceFault(reading: root))
            }
            throw error(from: ServiceFault(reading: root), outcome: .refused)
        }
        guard recordID != nil || !operation.startsDeployment else {
            throw unusable("The answer (HTTP \(reply.httpStatus)) has no id of a deployment record.")
        }
        return merged(root)
    }

    private func merged(_ root: JSONValue) -> [UInt8] {
        var json = JSONWriter(reserving: reply.body.count + 160)
        json.beginObject()
        for member in root.members where !member.isNamed("_meta") { json.member(member) }
        json.name("_meta")
        json.beginObject()
        json.member("http_status", reply.httpStatus)
        json.member("request_id", ifKnown: reply.requestID)
        json.member("attempts", attempts)
        json.member("warning", ifKnown: warning)
        json.endObject()
        json.endObject()
        return json.bytes
    }

    // MARK: Errors

    /// An answer other than 2xx.
    private func refusal() -> DeployError {
        guard reply.httpStatus >= 400 else {
            return unusable(
                "The service answered with a redirect or an interim status (HTTP \(reply.httpStatus)); it is not followed."
            )
        }
        let document = try? JSONDocument(parsing: reply.body)
        let fault = document.map { ServiceFault(reading: $0.root) }
        return error(from: fault, outcome: reply.httpStatus < 500 ? .refused : .unknown)
    }

    private func error(from fault: ServiceFault?, outcome: Outcome) -> DeployError {
        let status =
            fault?.status(httpStatus: reply.httpStatus) ?? ServiceFault().status(httpStatus: reply.httpStatus)
        var words = "HTTP \(reply.httpStatus)"
        if let code = fault?.code { words += ", \(code)" }
        if let message = fault?.message { words += ": \(message)" }
        return completed(DeployError(status, "\(status.sentence) (\(words))."), fault, outcome)
    }

    private func unusable(_ message: String, _ fault: ServiceFault? = nil) -> DeployError {
        completed(DeployError(.badResponse, message), fault, .unknown)
    }

    private func completed(_ error: DeployError, _ fault: ServiceFault?, _ outcome: Outcome) -> DeployError {
        var error = error
        error.httpStatus = reply.httpStatus
        error.errorCode = fault?.code
        error.errorMessage = fault?.message
        error.requestID = reply.requestID ?? fault?.requestID
        error.retryAfterMS = reply.retryAfter.flatMap { RetryAfter.milliseconds($0, now: now) }
        error.attempts = attempts
        return error.with(outcome, for: operation)
    }
}

extension JSONWriter {
    /// A member of another document, as it stands there.
    fileprivate mutating func member(_ member: JSONMember) {
        rawName(member.nameValue.raw)
        raw(member.value.raw)
    }
}

extension DeployError {
    /// Adds what the failure means for a second try, where a second try could do harm.
    public func with(_ outcome: Outcome, for operation: Operation) -> DeployError {
        guard operation.startsDeployment else { return self }
        var error = self
        error.outcome = outcome
        if !violations.isEmpty { return error }
        // Trying again is safe, but it is no use before somebody mends what is wrong.
        let isUseless = outcome == .notSent && (status == .configuration || status == .authentication)
        error.message += isUseless ? " Nothing was sent." : " " + outcome.advice
        return error
    }
}

extension Status {
    /// What happened, in a sentence without its end.
    var sentence: String {
        switch self {
        case .authentication: "The service does not accept the credential"
        case .permission: "The user of this credential may not do this"
        case .notFound: "The service does not know this task; the id of a task is not that of its application"
        case .busy: "The application is being deployed already; wait for that deployment or stop it"
        case .throttled: "The service takes no more requests for now; wait before the next"
        default: "The service reports an error"
        }
    }
}
