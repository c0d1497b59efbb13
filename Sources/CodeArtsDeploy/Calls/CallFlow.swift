internal import CPlatform
internal import CodeArtsDeployModel

/// One call of the service: authorised, sent, its answer read, and sent again where that is safe and may help.
final class CallFlow {
    private var prepared: PreparedRequest
    private let dependencies: CallDependencies
    private var context: CallContext
    /// How long it goes on where the service takes no more for now; nil: as with any other failure.
    private let patience: ThrottlePatience?
    private let maxAttempts: Int
    private let then: (Result<[UInt8], DeployError>) -> Step
    /// How many times it was tried, and how many of these wrote a request.
    private var tried = 0
    private var written = 0
    /// How many of them the service refused for being one too many.
    private var throttled = 0
    private var sentMS: Int64 = 0
    private var isSent = false
    private var lastWasWritten = false
    private var isRefusedByProxy = false
    /// What was refused, before its source was read again: that happens once.
    private var refused: (credential: Credential, error: DeployError)?
    /// The warnings of this one call.
    private var warnings: [String] = []

    init(
        _ prepared: PreparedRequest, over dependencies: CallDependencies, context: CallContext,
        patience: ThrottlePatience? = nil, then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) {
        self.prepared = prepared
        self.dependencies = dependencies
        self.context = context
        self.patience = patience
        self.then = then
        maxAttempts = prepared.maxAttempts ?? dependencies.configuration.maxAttempts
    }

    /// What its events are about.
    private var subject: EventSubject { EventSubject(of: prepared).within(context.subject) }

    func begin() -> Step {
        dependencies.source.credential(for: context, tries: maxAttempts) { found in
            switch found {
            case .failure(let error): self.finish(.failure(self.unfetched(error)))
            case .success(let new) where self.refused?.credential.isSame(as: new) ?? false:
                self.finish(.failure(self.refused?.error ?? self.diagnosed(DeployError(.authentication, ""))))
            case .success(.token(let token)): self.send(.token(token), nil)
            case .success(.key(let key)):
                KeyGuard.shared.value.pass(key, for: self.context) { pass in
                    switch pass {
                    case .failure(let error): self.heldBack(key, self.diagnosed(error))
                    case .success(let pass): self.send(.key(key), pass)
                    }
                }
            }
        }
    }

    /// Why there is no credential. Where there was one before, that one's refusal says more than a source that has none
    /// any more.
    private func unfetched(_ error: DeployError) -> DeployError {
        if let refused, error.status == .configuration { return refused.error }
        return diagnosed(redaction().applied(to: error))
    }

    /// A key that was refused a moment ago, perhaps to another call: its source may have another one by now.
    private func heldBack(_ key: AccessKey, _ error: DeployError) -> Step {
        guard error.status == .authentication, renew(.key(key), after: error) else { return finish(.failure(error)) }
        return begin()
    }

    private func send(_ credential: Credential, _ pass: KeyPass?) -> Step {
        if context.isCancelled {
            // While it waited for its credential.
            pass?.end(nil)
            return finish(.failure(error(from: .cancelledInQueue)))
        }
        return .send(
            Sending(
                deadline: patience?.deadline ?? context.deadline, api: API(prepared.operation),
                answerGraceMS: prepared.operation.effect.isOnceOnly ? context.answerGraceMS : 0,
                make: { () throws(DeployError) in try self.request(credential) },
                then: { answer in
                    let result = Result { () throws(DeployError) in try self.read(answer, credential) }
                    self.noteEnd(answer, result, credential)
                    pass?.end(result)
                    return self.proceed(result, credential)
                }))
    }

    private func request(_ credential: Credential) throws(DeployError) -> HTTPRequest {
        if tried == 0, let warning = dependencies.source.warning {
            warnings.append(warning)
            context.warnings.addOnce(warning, about: self.subject)
        }
        tried += 1
        // Waiting for its turn has taken none of the attempt's time.
        if let patience { context = context.with(patience.nextDeadline) }
        sentMS = platform_monotonic_ms()
        isSent = true
        context.note("attempt", about: subject) {
            $0.member("attempt", tried)
            $0.member("operation", prepared.operation.name.text)
        }
        let wire = try Authorization(configuration: dependencies.configuration, credential: credential).wire(prepared)
        return HTTPRequest(
            wire, isLocal: dependencies.configuration.endpoint.isLoopback, timeoutMS: context.deadline.remainingMS,
            isOnceOnly: prepared.operation.effect.isOnceOnly)
    }

    // MARK: Answers

    private func read(_ answer: Result<HTTPReply, TransportFailure>, _ credential: Credential) throws(DeployError)
        -> [UInt8]
    {
        let reply: HTTPReply
        do throws(TransportFailure) {
            reply = try answer.get()
            count(wasWritten: true)
        } catch {
            count(wasWritten: error.wasWritten)
            isRefusedByProxy = error.isRefusedByProxy
            throw self.error(from: error, without: redaction(credential))
        }
        let date = ServiceClock.time(of: reply.date)
        let local = platform_unix_seconds()
        let skew = ClockSkew(secondsBehind: date.map { $0 - local } ?? 0)
        do throws(DeployError) {
            let reader = ReplyReader(
                prepared.operation, reply.service, attempts: written, now: date ?? dependencies.clock.now ?? local,
                warnings: warnings(with: skew))
            let result = try reader.result()
            dependencies.clock.learn(date)
            context.warnings.addOnce(skew, about: self.subject)
            return result
        } catch {
            var error = error
            // What is no answer of the service has a clock of its own.
            if error.isOfService { dependencies.clock.learn(date) }
            if error.isOfService || error.httpStatus == 401 {
                warnings = warnings(with: skew)
                context.warnings.addOnce(skew, about: self.subject)
            }
            if error.httpStatus == 401, !skew.isHarmless { error.message += " " + skew.remark }
            throw redaction(credential).applied(to: error)
        }
    }

    /// What was cancelled before its turn has not been sent.
    private func noteEnd(
        _ answer: Result<HTTPReply, TransportFailure>, _ result: Result<[UInt8], DeployError>, _ credential: Credential
    ) {
        guard isSent else { return }
        isSent = false
        context.answered(
            tried, sentMS: sentMS, answer, result, about: subject,
            masking: { self.redaction(credential).cleaned(id: $0) }
        ) {
            $0.member("operation", prepared.operation.name.text)
            $0.member("method", prepared.operation.method.text)
            $0.member("path", prepared.path)
        }
    }

    private func warnings(with skew: ClockSkew) -> [String] {
        skew.isHarmless || warnings.contains(skew.remark) ? warnings : warnings + [skew.remark]
    }

    private func count(wasWritten: Bool) {
        lastWasWritten = wasWritten
        if wasWritten { written += 1 }
    }

    private func error(from failure: TransportFailure, without secrets: consuming Redaction = Redaction())
        -> DeployError
    {
        var error = DeployError(failure.status, failure.reason + ".")
        error.requestID = failure.requestID
        error = secrets.applied(to: error)
        error.httpStatus = failure.httpStatus
        error.retryAfterMS = failure.retryAfterMS
        error.attempts = written
        return error.with(failure.wasWritten ? .unknown : .notSent, for: prepared.operation)
    }

    /// All that others may repeat of what they were sent. It is taken out before anybody hears of an error: an event
    /// may tell what the caller never sees.
    private func redaction(_ credential: Credential? = nil) -> Redaction {
        var redaction = dependencies.proxySecrets
        if let credential {
            redaction.add(credential)
            redaction.add(privateParametersOf: prepared.body)
        }
        return redaction
    }

    // MARK: Once more, or the end

    private func proceed(_ result: Result<[UInt8], DeployError>, _ credential: Credential) -> Step {
        guard case .failure(let error) = result else {
            dependencies.limiter.accepted(API(prepared.operation), sentMS: sentMS)
            return finish(result)
        }
        let canRenew = error.httpStatus == 401 && renew(credential, after: diagnosed(error))
        let failure =
            isRefusedByProxy
            ? .refused : AttemptFailure(error, wasWritten: lastWasWritten, canRenew: canRenew)
        if failure != .throttled, error.httpStatus != nil {
            dependencies.limiter.accepted(API(prepared.operation), sentMS: sentMS)
        }
        switch NextAttempt(after: failure, of: prepared.operation.effect) {
        case .end: break
        case .renewThenAgain: return begin()
        case .againAfterWait:
            let waitMS = failure == .throttled ? throttledMS(error) : backoffMS(error, failure)
            return again(after: error, failure, waitMS: waitMS)
        }
        return finish(.failure(diagnosed(error)))
    }

    /// Drops a credential that is not accepted; answers whether there may be another. Only once: one that does not work
    /// when it is new will not work later.
    private func renew(_ credential: Credential, after error: DeployError) -> Bool {
        guard refused == nil, dependencies.source.drop(credential) else { return false }
        refused = (credential, error)
        return true
    }

    private func backoffMS(_ error: DeployError, _ failure: AttemptFailure) -> Int {
        Backoff.milliseconds(
            afterFailed: tried, failure, retryAfterMS: error.retryAfterMS, random: platform_random())
    }

    /// How long until a request may go again that was one too many.
    private func throttledMS(_ error: DeployError) -> Int {
        throttled += 1
        let isAskedFor = (error.retryAfterMS ?? 0) > 0
        let verdict = dependencies.limiter.refused(
            API(prepared.operation),
            RateRefusal(
                sentMS: sentMS, askedMS: isAskedFor ? error.retryAfterMS : nil,
                policy: error.errorMessage.flatMap { RateLimitPolicy(in: $0) }, guessMS: backoffMS(error, .throttled)))
        // A call with few attempts must not spend them all within one period.
        let leastMS =
            patience == nil && !isAskedFor
            ? Backoff.milliseconds(overPeriodMS: verdict.periodMS, tried: tried, random: platform_random()) : 0
        let waitMS = max(verdict.waitMS, leastMS)
        context.note("throttled", about: subject) {
            $0.member("delay_ms", waitMS)
            $0.member("in_flight", verdict.atOnce)
            $0.member("limit", ifKnown: verdict.limit)
            $0.member("period_ms", ifKnown: verdict.periodMS)
        }
        return waitMS
    }

    /// Another try after a while, or the end where none is left, or no time for it.
    private func again(after error: DeployError, _ failure: AttemptFailure, waitMS: Int) -> Step {
        let isPatient = failure == .throttled && patience != nil
        let remainingMS = isPatient ? patience?.deadline.remainingMS ?? 0 : context.deadline.remainingMS
        let count = patience == nil ? tried : tried - throttled
        guard isPatient || count < maxAttempts, !context.isCancelled else { return finish(.failure(diagnosed(error))) }
        guard waitMS < remainingMS else { return finish(.failure(diagnosed(error.unrepeated(waitMS, remainingMS)))) }
        context.note("retry", about: subject) {
            $0.member("attempt", tried)
            $0.member("status", (error.status.name ?? "CAD_E_UNKNOWN").text)
            $0.member("message", error.message)
            $0.member("delay_ms", waitMS)
        }
        return .pause(ms: waitMS) {
            if self.context.isCancelled { return self.finish(.failure(error)) }
            if isPatient, let patience = self.patience { self.context = self.context.with(patience.nextDeadline) }
            return self.begin()
        }
    }

    private func finish(_ result: Result<[UInt8], DeployError>) -> Step {
        wipe(&prepared.body)
        return then(
            result.mapError { error in
                // What fails without a word of its own about that failed before anything was written.
                var error = error.outcome == nil ? error.with(.notSent, for: prepared.operation) : error
                if !warnings.isEmpty { error.warnings = warnings }
                return error
            })
    }

    /// The error of a credential that could not be had, or was refused, names its source.
    private func diagnosed(_ error: DeployError) -> DeployError {
        guard error.status == .authentication else { return error }
        var error = error
        error.message += " The credential came from \(dependencies.source.name)."
        return error
    }
}

extension DeployError {
    /// Says why no other attempt was made.
    ///
    /// - Parameters:
    ///   - waitMS: how long until the next attempt.
    ///   - leftMS: what is left of the call's time.
    fileprivate func unrepeated(_ waitMS: Int, _ leftMS: Int) -> DeployError {
        var error = self
        error.message +=
            " The next attempt would come in \(DurationText.of(ms: waitMS)), but the call's time ends in \(DurationText.of(ms: max(0, leftMS)))."
        return error
    }
}

/// How long a call is sent again that the service refuses for being one too many: such a refusal is certain, so it may
/// be, until all that it is a part of must end.
struct ThrottlePatience {
    let deadline: Deadline
    /// How long each attempt may take.
    let attemptMS: Int

    var nextDeadline: Deadline { Deadline(inMS: min(attemptMS, deadline.remainingMS)) }
}
