internal import CPlatform
internal import CodeArtsDeployModel

/// Follows a deployment to its end: asks for its state, soon at first and then every few seconds, and tells what has
/// changed. A service that cannot be asked for a while ends nothing; only the limit does.
final class Watch {
    /// The first looks come after these, since short deployments are common.
    private static let firstMS = 300
    private static let slowestMS = 30_000
    private static let longestAskedMS = 60_000
    /// How long the answer to a stop is waited for when everything else is over.
    private static let stopMS = 5000
    /// At least, where the start's answer took a part of it.
    private static let shortestStopMS = 2000
    private static let stopAgainMS = 500
    /// So many looks must say that it is over before that is believed without a word for how it ended.
    private static let looksToBelieve = 3

    private let settings: WatchSettings
    private let context: FlowContext
    private let then: (Result<DeploymentReport, DeployError>) -> Step
    private let log: LogFollower
    private let beganMS = platform_monotonic_ms()
    /// The service may not know a record in its first moments.
    private let unknownUntilMS: Int64
    private let report: DeploymentReport
    private var looks = 0
    private var unclearLooks = 0
    private var slowedMS = 0
    /// How long the service has asked for peace.
    private var askedForMS = 0
    private var isOutOfReach = false

    /// - Parameters:
    ///   - graceMS: how long "not found" is taken for "not yet".
    ///   - secrets: what must not be repeated from the log.
    init(
        _ record: StartedRecord, ofTask taskID: String, settings: WatchSettings, graceMS: Int,
        secrets: Redaction = Redaction(), context: FlowContext,
        then: @escaping (Result<DeploymentReport, DeployError>) -> Step
    ) {
        self.settings = settings
        self.context = context.about(EventSubject(taskID: taskID, recordID: record.recordID))
        self.then = then
        report = DeploymentReport(taskID: taskID, record)
        log = LogFollower(
            ofTask: taskID, recordID: record.recordID, appID: settings.appID, isRequested: settings.readsLog,
            secrets: secrets, context: self.context)
        unknownUntilMS = beganMS + Int64(graceMS)
    }

    func begin() -> Step {
        looks += 1
        return context.ask(.showDeployStatus, names) { answer in
            switch answer {
            case .success(let reply):
                guard let status = DeploymentStatus(reading: reply) else {
                    return self.missed(DeployError(.badResponse, "The answer tells no state of the deployment."))
                }
                return self.seen(status, reply)
            case .failure(let error): return self.missed(error)
            }
        }
    }

    private func names(_ json: inout JSONWriter) {
        json.member("task_id", report.taskID)
        json.member("record_id", report.recordID)
    }

    // MARK: What a look shows

    private func seen(_ status: DeploymentStatus, _ reply: JSONValue) -> Step {
        isOutOfReach = false
        slowedMS = 0
        askedForMS = 0
        if report.state != status.state { note(status.state) }
        for step in status.steps { noteIfChanged(step) }
        report.state = status.state
        unclearLooks = status.end == .unclear ? unclearLooks + 1 : 0
        report.end = (1..<Self.looksToBelieve).contains(unclearLooks) ? nil : status.end
        if !status.steps.isEmpty { report.steps = status.steps }
        report.durationMS = ServiceTime.durationMS(in: reply) ?? Int(platform_monotonic_ms() - beganMS)
        return log.follow { self.report.end == nil ? self.rest() : self.finish() }
    }

    private func note(_ state: DeploymentState) {
        context.note("state") { $0.member("state", state.word) }
    }

    private func noteIfChanged(_ step: DeploymentStep) {
        guard let state = step.state, !report.steps.contains(where: { $0.isSame(as: step) && $0.state == state }) else {
            return
        }
        context.note("step") {
            $0.member("name", ifKnown: step.name)
            $0.member("id", ifKnown: step.id)
            $0.member("state", state.word)
        }
    }

    private func missed(_ error: DeployError) -> Step {
        let isTooEarly = error.isAboutRecord && platform_monotonic_ms() < unknownUntilMS
        // A certificate that nothing has been asked with yet is wrong; later, it is the service that stumbles.
        let isFinal = error.isFinal || error.status == .tls && report.state == nil && !report.isOwn
        if isFinal, !isTooEarly, !isOver { return end(with: report.isOwn ? error.afterStart : error) }
        askedForMS = min(error.retryAfterMS ?? 0, Self.longestAskedMS)
        if error.status == .throttled, askedForMS < settings.intervalMS {
            slowedMS = min(max(slowedMS, settings.intervalMS) * 2, Self.slowestMS)
        }
        if !isOutOfReach, !isTooEarly, !isOver {
            isOutOfReach = true
            context.warn("The deployment's state cannot be asked for at the moment: \(error.message)")
        }
        return rest()
    }

    // MARK: Until the next look

    private var isOver: Bool { context.isCancelled || context.deadline.isOver }

    private func rest() -> Step {
        if isOver { return giveUp() }
        let early = Self.firstMS << min(looks - 1, 10)
        let waitMS = max(min(early, settings.intervalMS), slowedMS)
        // A fifth more or less, so that many watchers do not ask in the same moment.
        let jittered = waitMS * 4 / 5 + (Int(platform_random()) * (waitMS * 2 / 5)) >> 32
        // What the service asks for is no guess: never less than that, and at most a tenth more.
        let asked = askedForMS + (Int(platform_random()) * (askedForMS / 10)) >> 32
        return .pause(ms: min(max(jittered, asked), context.deadline.remainingMS)) {
            self.isOver ? self.giveUp() : self.begin()
        }
    }

    private func giveUp() -> Step {
        let isCancelled = context.isCancelled
        let error =
            isCancelled
            ? DeployError(
                .cancelled, "The operation was cancelled; the deployment \(report.recordID) goes on by itself.")
            : DeployError(
                .deploymentTimedOut,
                "The deployment \(report.recordID) had not ended after \(settings.timeoutMS) ms (state \(report.state?.word ?? "unknown")); it goes on by itself."
            )
        guard isCancelled ? settings.stopsOnCancel : settings.stopsOnTimeout else { return end(with: error) }
        let cleanup = context.uncancelled(
            until: Deadline(inMS: max(Self.shortestStopMS, Self.stopMS - context.cancelledForMS)))
        return stop(cleanup, after: error)
    }

    /// A stop that nobody answered, or somebody on the way, is asked for again: it changes nothing more.
    private func stop(_ cleanup: FlowContext, after error: DeployError) -> Step {
        cleanup.ask(.stopDeployTaskRecord, names) { answer in
            var error = error
            switch answer {
            case .success: return self.lookAgain(cleanup, stoppedAfter: error)
            case .failure(let reason):
                let isRefused = reason.isFinal && !reason.isPage
                let pauseMS = max(Self.stopAgainMS, reason.retryAfterMS ?? 0)
                if !isRefused, cleanup.deadline.remainingMS > pauseMS {
                    return .pause(ms: pauseMS) { self.stop(cleanup, after: error) }
                }
                self.report.wasStopped = false
                error.message += " It could not be stopped: \(reason.message)"
                return self.end(with: error)
            }
        }
    }

    /// A stop is taken even where there is nothing left to be stopped: a success goes before it. A failure does not, since
    /// the service may call so what was stopped.
    private func lookAgain(_ cleanup: FlowContext, stoppedAfter error: DeployError) -> Step {
        cleanup.ask(.showDeployStatus, names) { answer in
            if case .success(let reply) = answer, let status = DeploymentStatus(reading: reply) {
                if status.end == .succeeded { return self.seen(status, reply) }
                if status.end != nil { self.report.state = status.state }
            }
            self.report.wasStopped = true
            var error = error
            error.message = "The deployment \(self.report.recordID) was stopped, as was asked for."
            return self.end(with: error)
        }
    }

    private func end(with error: DeployError) -> Step {
        report.logTail = log.tail
        var error = report.attached(to: error)
        error.attempts = context.attempts
        return then(.failure(error))
    }

    // MARK: The end

    private func finish() -> Step {
        // What was written behind the last look is read now, when nothing more comes.
        log.followToEnd {
            self.report.logTail = self.log.tail
            guard self.report.end != .succeeded else { return self.then(.success(self.report)) }
            self.report.failedStep = self.report.steps.first { $0.state?.end == .failed }
            return self.log.ofStep(self.report.failedStep?.id) { tail in
                if !tail.isEmpty { self.report.logTail = tail }
                return self.then(.success(self.report))
            }
        }
    }
}

extension DeployError {
    /// The same, told of what runs already.
    fileprivate var afterStart: DeployError { with(.started, for: .deploy) }

    /// Whether the service misses the record, and not the task or the whole path.
    fileprivate var isAboutRecord: Bool { status == .notFound && errorCode == "Deploy.00011303" }
}

extension DeploymentStep {
    /// By its id, or by its name where it has none.
    fileprivate func isSame(as other: DeploymentStep) -> Bool {
        if let id, let theirs = other.id { return id == theirs }
        guard let name, let theirs = other.name else { return false }
        return name == theirs
    }
}
