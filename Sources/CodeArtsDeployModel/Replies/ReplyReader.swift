/// A reader that decides what a reply means. A 200 alone is no success: only JSON that declares no error is, and of a
/// start only an object with the id of a record.
public struct ReplyReader {
    let operation: Operation
    let reply: ServiceReply
    let attempts: Int
    /// Seconds since 1970, for a Retry-After that is a date.
    let now: Int64
    /// What the caller should hear about, though the call succeeded.
    let warnings: [String]

    public init(
        _ operation: Operation, _ reply: ServiceReply, attempts: Int, now: Int64, warnings: [String] = []
    ) {
        self.operation = operation
        self.reply = reply
        self.attempts = attempts
        self.now = now
        self.warnings = warnings
    }

    /// The result document of the C header: the service's object with `_meta`.
    public func result() throws(DeployError) -> [UInt8] {
        guard (200..<300).contains(reply.httpStatus) else { throw refusal() }
        let startsRecord = operation.effect == .starts
        if reply.body.isEmpty, reply.httpStatus == 204, !startsRecord { return merged(nil) }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: reply.body)
        } catch {
            if isPage {
                throw unusable(
                    "The answer (HTTP \(reply.httpStatus)) is not JSON: it is an HTML page, which a proxy, gateway or login on the way may have sent."
                )
            }
            throw unusable(
                "The answer (HTTP \(reply.httpStatus)) is not JSON: line \(error.position.line), column \(error.position.column): \(error.message)"
            )
        }
        let root = document.root
        guard root.kind == .object || root.kind == .array && !startsRecord else {
            throw unusable("The answer (HTTP \(reply.httpStatus)) is \(root.kind.description), not an object.")
        }
        let hasRecordID = startsRecord && StartDeployTaskResponse.recordIDBytes(in: root) != nil
        if ServiceFault.isDeclared(in: root, mayBeState: !operation.startsDeployment) {
            guard !hasRecordID else {
                throw unusable(
                    "The answer (HTTP \(reply.httpStatus)) names a record and an error.", ServiceFault(reading: root))
            }
            throw error(from: ServiceFault(reading: root), outcome: .refused)
        }
        guard hasRecordID || !startsRecord else {
            throw unusable("The answer (HTTP \(reply.httpStatus)) has no id of a deployment record.")
        }
        return merged(root)
    }

    /// - Parameter root: nil where the answer has no content.
    private func merged(_ root: JSONValue?) -> [UInt8] {
        var json = JSONWriter(reserving: reply.body.count + 160)
        json.beginObject()
        if let root {
            if root.kind == .array {
                json.name("items")
                json.raw(root.raw)
            }
            if root.document.isCompact, root["_meta"] == nil {
                // Its members as they stand there, all at once.
                if root.kind == .object, root.hasContent { json.raw(root.raw.dropFirst().dropLast()) }
            } else {
                for member in root.members where !member.isNamed("_meta") { json.member(member) }
            }
        }
        json.name("_meta")
        json.beginObject()
        json.member("http_status", reply.httpStatus)
        json.member("request_id", ifKnown: reply.requestID)
        json.member("attempts", attempts)
        json.warnings(warnings)
        json.endObject()
        json.endObject()
        return json.bytes
    }

    /// Whether the body is markup, in practice HTML, which the service does not send.
    private var isPage: Bool { reply.body.first { $0 > 0x20 } == UInt8(ascii: "<") }

    // MARK: Errors

    /// How much of the service's words stands in the message as well.
    private static let maxQuoted = 3000

    /// An answer other than 2xx.
    private func refusal() -> DeployError {
        guard reply.httpStatus >= 400 else {
            return unusable(
                "The service answered with a redirect or an interim status (HTTP \(reply.httpStatus)); it is not followed."
            )
        }
        let document = try? JSONDocument(parsing: reply.body)
        let fault = document.map { ServiceFault(reading: $0.root) } ?? ServiceFault()
        // Some codes are a certain no, even with a 5xx.
        let status = fault.status(httpStatus: reply.httpStatus)
        let isCertain = reply.httpStatus < 500 || status == .throttled || status == .busy
        return error(from: fault, outcome: isCertain ? .refused : .unknown)
    }

    private func error(from fault: ServiceFault, outcome: Outcome) -> DeployError {
        let status = fault.status(httpStatus: reply.httpStatus)
        var words = "HTTP \(reply.httpStatus)"
        if let code = fault.code { words += ", \(code)" }
        if let message = fault.message { words += ": \(message)" }
        // More would drown the sentence after them.
        if words.utf8.count > Self.maxQuoted { words = "HTTP \(reply.httpStatus)" }
        let sentence =
            reply.httpStatus == 407
            ? "The proxy on the way wants a user and password, which belong into its address"
            : operation.sentence(about: status, fault.code).text
        var error = DeployError(status, "\(sentence) (\(words)).")
        if (400..<500).contains(reply.httpStatus), reply.httpStatus != 407, !fault.isOfService {
            error.message += " No code of the service is in it: it may be the page of a proxy or gateway on the way."
        } else if isPage {
            error.message += " The answer is an HTML page: a proxy or gateway on the way sent it, not the service."
        }
        return completed(error, fault, outcome)
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
    /// Of `_meta`; the first also under the name that it had when there was one at most.
    package mutating func warnings(_ warnings: [String]) {
        guard let first = warnings.first else { return }
        member("warning", first)
        texts("warnings", warnings)
    }

    package mutating func texts(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    /// A member of another document, as it stands there.
    fileprivate mutating func member(_ member: JSONMember) {
        rawName(member.nameValue.raw)
        raw(member.value.raw)
    }
}
