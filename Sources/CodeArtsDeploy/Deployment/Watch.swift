internal import CPlatform
internal import CodeArtsDeployModel

/// A poller that follows a deployment to its end: asks for its state, soon at first and then every few seconds, and
/// reports what has changed. A service that cannot be asked for a while ends nothing; only the limit does.
final class Watch {
    /// How long the answer to a stop is waited for when everything else is over.
    private static let stopMS = 5000
    /// At least, where the start's answer took a part of it.
    private static let shortestStopMS = 2000
    /// So many polls must say that it is over before that is believed without a word for how it ended.
    private static let pollsToBelieve = 3

    private let settings: WatchSettings
    private let context: FlowContext
    private let then: (Result<DeploymentReport, DeployError>) -> Step
    private let log: LogFollower
    private let beganMS = platform_monotonic_ms()
    /// The service may not know a record in its first moments.
    private let unknownUntilMS: Int64
    private let report: DeploymentReport
    private var interval: PollInterval
    /// When it was last asked for by itself.
    private var polledMS: Int64
    private var unclearPolls = 0
    private var isOutOfReach = false
    /// Polls that have failed since the last answer.
    private var misses = 0
    /// So many polls in a row must fail in a large fleet, where each is one request, before that is worth a warning.
    private static let missesToWarn = 3

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
        let fleet = context.fleet
        self.then = {
            fleet?.leave()
            return then($0)
        }
        interval = PollInterval(ms: settings.intervalMS)
        report = DeploymentReport(taskID: taskID, record)
        log = LogFollower(
            ofTask: taskID, recordID: record.recordID, appID: settings.appID, isRequested: settings.readsLog,
            secrets: secrets, context: self.context)
        polledMS = beganMS
        unknownUntilMS = beganMS + Int64(graceMS)
    }

    func begin() -> Step {
        context.fleet?.enter()
        return look()
    }

    /// One of many looks first at what is known of all.
    private func look() -> Step {
        guard let fleet = context.fleet else { return poll() }
        let isDue = platform_monotonic_ms() - polledMS >= Int64(fleet.ownMS)
        guard fleet.isLarge, !isDue, let projectID = settings.projectID else { return fleet.take(context, then: poll) }
        return fleet.look(up: report.taskID, in: projectID, since: beganMS, context: context) { entry in
            if self.isOver { return self.giveUp() }
            switch entry {
            case .state(let state):
                if self.report.state != state { self.note(state) }
                self.report.state = state
                return self.rest()
            case .notYet: return self.rest()
            case .missing: return fleet.take(self.context, then: self.poll)
            }
        }
    }

    private func poll() -> Step {
        if isOver { return giveUp() }
        polledMS = platform_monotonic_ms()
        interval.polled()
        return context.poll(.showDeployStatus, names) { answer in
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

    // MARK: What a poll shows

    private func seen(_ status: DeploymentStatus, _ reply: JSONValue) -> Step {
        isOutOfReach = false
        misses = 0
        interval.answered()
        if report.state != status.state { note(status.state) }
        for step in status.steps { noteIfChanged(step) }
        report.state = status.state
        unclearPolls = status.end == .unclear ? unclearPolls + 1 : 0
        report.end = (1..<Self.pollsToBelieve).contains(unclearPolls) ? nil : status.end
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
        interval.failed(with: error)
        misses += 1
        let isWorthWarning = misses >= Self.missesToWarn || !(context.fleet?.isLarge ?? false)
        if !isOutOfReach, isWorthWarning, !isTooEarly, !isOver {
            isOutOfReach = true
            context.warn("The deployment's state cannot be asked for at the moment: \(error.message)")
        }
        return rest()
    }

    // MARK: Until the next poll

    private var isOver: Bool { context.isCancelled || context.deadline.isOver }

    private func rest() -> Step {
        if isOver { return giveUp() }
        var waitMS = interval.nextMS()
        if let fleet = context.fleet {
            if fleet.isLarge { waitMS = max(waitMS, fleet.jitteredLookMS) }
            if !fleet.hasRoom { waitMS = max(waitMS, settings.intervalMS) }
        }
        return .pause(ms: min(waitMS, context.deadline.remainingMS)) {
            self.isOver ? self.giveUp() : self.look()
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
                "The deployment \(report.recordID) had not ended after \(DurationText.of(ms: settings.timeoutMS)) (state \(report.state?.word ?? "unknown")); it goes on by itself."
            )
        guard isCancelled ? settings.stopsOnCancel : settings.stopsOnTimeout else { return end(with: error) }
        let cleanup = context.uncancelled(
            until: Deadline(inMS: max(Self.shortestStopMS, Self.stopMS - context.cancelledForMS)))
        return StopFlow(ofTask: report.taskID, recordID: report.recordID, context: cleanup) { ending in
            var error = error
            switch ending {
            case .hadSucceeded(let status, let reply): return self.seen(status, reply)
            case .stopped(let state):
                if let state { self.report.state = state }
                self.report.wasStopped = true
                error.message = "The deployment \(self.report.recordID) was stopped, as was asked for."
            case .refused(let reason):
                self.report.wasStopped = false
                error.message += " It could not be stopped: \(reason.message)"
            }
            return self.end(with: error)
        }.begin()
    }

    private func end(with error: DeployError) -> Step {
        report.logTail = log.tail
        var error = report.attached(to: error)
        error.attempts = context.attempts
        return then(.failure(error))
    }

    // MARK: The end

    private func finish() -> Step {
        if report.end != .succeeded, !settings.readsLog, context.subject.item != nil { log.requestTail() }
        // What was written after the last poll is read now, when nothing more comes.
        return log.followToEnd {
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
    /// The same, as the error of a deployment that was started.
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
