internal import CPlatform
internal import CodeArtsDeployModel

/// A request for a credential, to IAM or to the metadata service: sent again by the same table as every other request.
final class CredentialRequest {
    /// Makes it, within a run.
    private let make: () throws(DeployError) -> HTTPRequest
    private let context: CallContext
    private let tries: Int
    private var tried = 0
    /// What was sent and when, without the secrets in it; nil where nobody asks.
    private var sent: (method: String, path: String, atMS: Int64)?

    /// - Parameter tries: how often at most.
    init(_ context: CallContext, tries: Int, make: @escaping () throws(DeployError) -> HTTPRequest) {
        self.context = context
        self.tries = tries
        self.make = make
    }

    /// Reads what came: what it throws says with its status, its HTTP status and its Retry-After what may help.
    typealias Reading<Value> = (Result<HTTPReply, TransportFailure>) throws(DeployError) -> Value

    func send<Value>(
        _ read: @escaping Reading<Value>, then: @escaping (Result<Value, DeployError>) -> Step
    ) -> Step {
        .send(
            Sending(
                deadline: context.deadline, make: { () throws(DeployError) in try self.request() },
                then: { answer in
                    self.tried += 1
                    let result = Result { () throws(DeployError) in try read(answer) }
                    self.noteEnd(answer, result)
                    guard case .failure(let error) = result, let waitMS = self.waitMS(after: error, answer) else {
                        return then(result)
                    }
                    self.context.note("retry") {
                        $0.member("attempt", self.tried)
                        $0.member("status", (error.status.name ?? "CAD_E_UNKNOWN").text)
                        $0.member("message", error.message)
                        $0.member("delay_ms", waitMS)
                    }
                    return .pause(ms: waitMS) { self.context.isCancelled ? then(result) : self.send(read, then: then) }
                }))
    }

    private func request() throws(DeployError) -> HTTPRequest {
        let request = try make()
        if let eventLog = context.eventLog, eventLog.reportsAnswers {
            let path = request.wire.withPath { String(decoding: $0, as: UTF8.self) }
            sent = (request.wire.method, path, platform_monotonic_ms())
        }
        return request
    }

    private func noteEnd<Value>(
        _ answer: Result<HTTPReply, TransportFailure>, _ result: Result<Value, DeployError>
    ) {
        guard let sent else { return }
        self.sent = nil
        // Whoever asked knows the secrets that were sent: an id that repeats one is masked there, and left out here.
        context.answered(tried, sentMS: sent.atMS, answer, result, about: context.subject, masking: nil) {
            $0.member("method", sent.method)
            $0.member("path", sent.path)
        }
    }

    /// How long until it is sent again; nil where it is not.
    private func waitMS(after error: DeployError, _ answer: Result<HTTPReply, TransportFailure>) -> Int? {
        guard tried < tries, !context.isCancelled else { return nil }
        var wasWritten = true
        if case .failure(let failure) = answer {
            wasWritten = failure.wasWritten
            if failure.isRefusedByProxy { return nil }
        }
        let failure = AttemptFailure(error, wasWritten: wasWritten, canRenew: false)
        guard NextAttempt(after: failure, of: .reads) == .againAfterWait else { return nil }
        let waitMS = Backoff.milliseconds(
            afterFailed: tried, failure, retryAfterMS: error.retryAfterMS, random: platform_random())
        return waitMS < context.deadline.remainingMS ? waitMS : nil
    }
}

extension DeployError {
    /// What is read of every refusal of IAM and the metadata service.
    init(_ status: Status, _ message: String, of reply: ServiceReply) {
        self.init(status, message)
        httpStatus = reply.httpStatus
        requestID = reply.requestID
        retryAfterMS = reply.retryAfter.flatMap { RetryAfter.milliseconds($0, now: platform_unix_seconds()) }
    }
}
