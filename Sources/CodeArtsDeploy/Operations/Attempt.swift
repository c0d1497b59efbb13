internal import CPlatform
internal import CodeArtsDeployModel

/// One prepared request on its way: authorised, sent, its answer read.
struct Attempt {
    private let prepared: PreparedRequest
    private let configuration: Configuration
    private let transport: any Transport
    private let deadline: Deadline

    init(_ prepared: PreparedRequest, _ configuration: Configuration, _ transport: any Transport, _ deadline: Deadline)
    {
        self.prepared = prepared
        self.configuration = configuration
        self.transport = transport
        self.deadline = deadline
    }

    func run(with source: any CredentialSource) throws(DeployError) -> [UInt8] {
        let credential = try credential(of: source)
        do throws(DeployError) {
            return try send(credential, attempts: 1, source.warning)
        } catch {
            // The gateway refuses an ended token before the service sees the request, so one more try with a new one
            // is safe. Only one: a token that does not work when it is new will not work later.
            guard error.httpStatus == 401, case .token(let token) = credential, source.drop(token) else {
                throw diagnosed(error, source)
            }
        }
        let renewed = try self.credential(of: source)
        do throws(DeployError) {
            return try send(renewed, attempts: 2, source.warning)
        } catch {
            throw diagnosed(error, source)
        }
    }

    private func send(_ credential: Credential, attempts: Int, _ warning: String?) throws(DeployError) -> [UInt8] {
        guard case .key(let key) = credential else { return try exchange(credential, attempts, warning) }
        return try KeyGuard.shared.value.run(key, before: deadline) { () throws(DeployError) in
            try exchange(credential, attempts, warning)
        }
    }

    private func exchange(_ credential: Credential, _ attempts: Int, _ warning: String?) throws(DeployError) -> [UInt8]
    {
        let wire = try Authorization(configuration: configuration, credential: credential).wire(prepared)
        let operation = prepared.operation
        let request = HTTPRequest(wire, isLocal: configuration.endpoint.isLoopback, timeoutMS: deadline.remainingMS)
        let reply: HTTPReply
        do {
            reply = try transport.send(request)
        } catch {
            throw redaction(credential).applied(to: Self.error(from: error, of: operation, attempts))
        }
        let now = platform_unix_seconds()
        do throws(DeployError) {
            return try ReplyReader(operation, reply.service, attempts: attempts, now: now, warning: warning).result()
        } catch {
            var error = error
            if error.httpStatus == 401 { error.message += ClockSkew(reply.date, now: now).remark }
            throw redaction(credential).applied(to: error)
        }
    }

    private func redaction(_ credential: Credential) -> Redaction {
        var redaction = Redaction()
        redaction.add(credential)
        redaction.add(privateParametersOf: prepared.body)
        return redaction
    }

    /// A source that fails says which one it is, as one does whose credential is refused.
    private func credential(of source: any CredentialSource) throws(DeployError) -> Credential {
        do throws(DeployError) {
            return try source.credential(before: deadline)
        } catch {
            throw diagnosed(error, source)
        }
    }

    /// A refused credential is told with where it came from.
    private func diagnosed(_ error: DeployError, _ source: any CredentialSource) -> DeployError {
        guard error.status == .authentication else { return error }
        var error = error
        error.message += " The credential came from \(source.name)."
        return error
    }

    private static func error(from failure: TransportFailure, of operation: Operation, _ attempts: Int) -> DeployError {
        var error = DeployError(failure.status, failure.reason + ".")
        error.httpStatus = failure.httpStatus
        error.requestID = failure.requestID
        error.attempts = failure.wasWritten ? attempts : attempts - 1
        return error.with(failure.wasWritten ? .unknown : .notSent, for: operation)
    }
}

/// How far this machine's clock is from the service's: signatures and tokens depend on it.
struct ClockSkew {
    /// Less than this is no cause of a refusal.
    private static let harmless: Int64 = 300

    private let secondsBehind: Int64

    /// - Parameter date: the header Date of an answer.
    init(_ date: String?, now: Int64) {
        secondsBehind = date.flatMap { HTTPDate.unixSeconds($0) }.map { $0 - now } ?? 0
    }

    /// A sentence to go behind a message; empty where the clocks agree.
    var remark: String {
        guard abs(secondsBehind) > Self.harmless else { return "" }
        let direction = secondsBehind > 0 ? "behind" : "ahead of"
        return
            " This machine's clock is \(abs(secondsBehind) / 60) minutes \(direction) the service's: set it right first."
    }
}
