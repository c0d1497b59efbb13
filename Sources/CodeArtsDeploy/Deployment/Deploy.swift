internal import CodeArtsDeployModel

/// A deployment from its request to its end: prepares an intent, starts by it once, finds out what became of a lost answer,
/// follows, and goes back if that is asked for. With a journal it takes down how far it is, and goes on from there.
final class Deploy {
    /// The service may take a while to know a record that it has just made.
    static let graceMS = 60_000

    private let request: JSONValue
    private let taskID: String
    private let settings: WatchSettings
    private let context: FlowContext
    private let then: (Result<[UInt8], DeployError>) -> Step
    private var journal: Journal?
    /// Made again once the journal is closed, which may be one more thing to warn of.
    private var result: (() -> Result<[UInt8], DeployError>)?

    /// - Parameters:
    ///   - request: the checked request.
    ///   - journal: of the release that it is an item of.
    init(
        _ request: JSONValue, context: FlowContext, journal: Journal? = nil,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) {
        self.request = request
        self.context = context
        self.then = then
        self.journal = journal
        taskID = request["task_id"]?.string ?? ""
        settings = WatchSettings(request)
    }

    func begin() -> Step {
        if let journal { return resume(from: journal.standing) }
        if request["dry_run"]?.boolean ?? false { return look() }
        if let intent = request["intent"].flatMap({ DeployIntent(reading: $0) }) {
            return request["settle"]?.boolean ?? false ? settle(intent) : launch(intent)
        }
        guard let path = request["journal"]?.string else { return prepare() }
        return Journal.open(
            path, for: request, isResumed: request["resume"]?.boolean ?? false, context: context
        ) { opened in
            switch opened {
            case .failure(let error): return self.fail(error)
            case .success(let journal):
                self.journal = journal
                return self.resume(from: journal.standing)
            }
        }
    }

    /// Looks whether it could be started.
    private func look() -> Step {
        TaskDetails.ask(about: taskID, context: context) { details in
            switch details {
            case .failure(let error): return self.fail(error)
            case .success(let details):
                self.context.warnOfSkew()
                let minds = !self.request["undeclared"].isText("ignore")
                return self.end(
                    with: DryRun(details, params: self.request["params"], mindsUndeclared: minds).result(self.context))
            }
        }
    }

    private func settle(_ intent: DeployIntent) -> Step {
        Settlement.ask(about: intent, request: request, intervalMS: settings.intervalMS, context: context) { settled in
            if self.context.isCancelled { return self.fail(.cancelledBeforeStart) }
            return self.end(with: .success(settled.result(ofTask: self.taskID, self.context)))
        }
    }

    // MARK: The start

    private func prepare() -> Step {
        DeployPreparation(of: request, context: context) { intent in
            switch intent {
            case .success(let intent): return self.launch(intent)
            case .failure(let error): return self.fail(error)
            }
        }.begin()
    }

    private func launch(_ intent: DeployIntent) -> Step {
        if context.isCancelled { return fail(.cancelledBeforeStart) }
        return StartFlow(
            .startDeployTask, text: startText(intent.marker), ofTask: taskID,
            sent: StartFingerprint(of: request, intent: intent),
            baseline: intent.baseline, settings: settings, busyMS: request["wait_until_idle_ms"]?.integer ?? 0,
            context: context, keep: { self.keep(intent, $0, then: $1) }
        ) { launched in
            switch launched {
            case .success(let launched): return self.follow(launched, intent)
            case .failure(let error): return self.end(with: .failure(error))
            }
        }.begin()
    }

    /// May hold `encrypt` values.
    private func startText(_ marker: StartMarker?) -> [UInt8] {
        var text = request.document.part(for: .startDeployTask)
        guard let marker else { return text }
        defer { wipe(&text) }
        return marker.added(to: text)
    }

    private func keep(_ intent: DeployIntent, _ baseline: Baseline?, then: @escaping (DeployError?) -> Step) -> Step {
        guard let journal else { return then(nil) }
        return journal.keep(baseline.map { intent.with($0) } ?? intent, then: then)
    }

    // MARK: Going on after a crash

    private func resume(from standing: JournalStanding) -> Step {
        switch standing {
        case .none: return prepare()
        case .ended(let result, _): return end(with: result)
        case .started(let intent, let record): return follow(record, intent, isResumed: true)
        case .intended(let intent):
            context.warn("The journal does not tell whether the deployment was started; the task's records are asked.")
            return Settlement.ask(
                about: intent, request: request, intervalMS: settings.intervalMS, context: context
            ) { settled in
                switch settled {
                case .started(let record):
                    if let remark = record.adoption, !remark.isEmpty { self.context.warn(remark) }
                    return self.follow(record, intent)
                case .notStarted where self.request["on_unknown"].isText("start") && !self.context.isCancelled:
                    return self.prepare()
                case .notStarted(let reason): return self.end(with: .failure(.unsettled([], reason)))
                case .unknown(let candidates, let reason):
                    return self.end(with: .failure(.unsettled(candidates, reason)))
                }
            }
        }
    }

    // MARK: After the start

    private var rollsBack: Bool { request["on_failure"].isText("rollback") }

    /// A part that follows a deployment has the whole time for it, however long what came before it took.
    private var followingContext: FlowContext { context.with(Deadline(inMS: settings.timeoutMS)) }

    private var secrets: Redaction {
        var secrets = Redaction()
        secrets.add(privateParametersOf: request.document.bytes)
        return secrets
    }

    /// - Parameter isResumed: whether the journal tells of the record already.
    private func follow(_ launched: StartedRecord, _ intent: DeployIntent, isResumed: Bool = false) -> Step {
        if !isResumed { journal?.note(started: launched) }
        context.note(started: launched.recordID)
        let following = settings.with(appID: intent.appID, projectID: intent.projectID)
        return Watch(
            launched, ofTask: taskID, settings: following, graceMS: Self.graceMS, secrets: secrets,
            context: followingContext
        ) { watched in
            switch watched {
            case .failure(let error): return self.end(with: .failure(error))
            case .success(let report): return self.judge(report, following, projectID: intent.projectID)
            }
        }.begin()
    }

    private func judge(_ report: DeploymentReport, _ following: WatchSettings, projectID: String?) -> Step {
        guard report.end == .failed, rollsBack else { return end(with: report.result(self.context)) }
        return Rollback(
            of: report, projectID: projectID, settings: following, secrets: secrets, context: followingContext
        ) {
            report.rollback = $0
            return self.end(with: report.result(self.context))
        }.begin()
    }

    // MARK: The end

    /// Nothing was started.
    private func fail(_ error: DeployError) -> Step {
        var error = error.outcome == .notSent ? error : error.with(.notSent, for: .deploy)
        error.attempts = context.attempts
        return end(with: .failure(error))
    }

    private func end(with result: @autoclosure @escaping () -> Result<[UInt8], DeployError>) -> Step {
        self.result = result
        return conclude()
    }

    /// A function of its own: one that takes the closure is compiled once for each that calls it.
    private func conclude() -> Step {
        guard let journal, let result else { return tell() }
        journal.note(result())
        return journal.close(then: tell)
    }

    private func tell() -> Step {
        guard let result else { return then(.failure(DeployError(.internal, "The deployment has no end."))) }
        self.result = nil
        return then(result())
    }
}

extension DeployError {
    fileprivate static var cancelledBeforeStart: DeployError {
        DeployError(.cancelled, "The operation was cancelled.", outcome: .notSent)
    }

    /// The journal has an intent, and nobody can tell what became of it.
    fileprivate static func unsettled(_ candidates: [String], _ reason: String) -> DeployError {
        var error = DeployError(
            .unreconciled,
            "The journal has an intent and no end, and whether the deployment was started cannot be told: \(reason). Look at the task's records; where it does not run, resume with \"on_unknown\": \"start\".",
            outcome: .unknown)
        var json = JSONWriter()
        json.texts("candidates", candidates)
        error.details = json.bytes
        return error
    }
}
