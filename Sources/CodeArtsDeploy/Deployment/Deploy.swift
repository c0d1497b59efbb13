internal import CodeArtsDeployModel

/// The `deploy` flow: starts a deployment once and follows it to its end: asks what the service knows of the task,
/// notes which records there are, starts, finds out what became of a lost answer, follows, and goes back if that is
/// asked for.
final class Deploy {
    /// The service may take a while to know a record that it has just made.
    static let graceMS = 60_000

    private let request: JSONValue
    private let taskID: String
    private let settings: WatchSettings
    private let context: FlowContext
    private let then: (Result<[UInt8], DeployError>) -> Step
    private var details = TaskDetails(reading: nil)

    /// - Parameter request: the checked request.
    init(
        _ request: JSONValue, context: FlowContext,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) {
        self.request = request
        self.context = context
        self.then = then
        taskID = request["task_id"]?.string ?? ""
        settings = WatchSettings(request)
    }

    func begin() -> Step {
        TaskDetails.ask(about: taskID, context: context) { details in
            let isDry = self.request["dry_run"]?.boolean ?? false
            switch details {
            case .success(let details):
                self.details = details
                self.context.warnOfSkew()
                if isDry {
                    let dryRun = DryRun(
                        details, params: self.request["params"],
                        mindsUndeclared: !self.request["undeclared"].isText("ignore"))
                    return self.then(dryRun.result(self.context))
                }
                if let refusal = self.refusalOfUndeclared { return self.fail(refusal, .notSent) }
            case .failure(let error):
                // A user who may deploy need not be allowed to read the task: then the service alone decides.
                let isNeeded = isDry || self.refusesUndeclared || !error.isFinal || error.status == .authentication
                if isNeeded { return self.fail(error, .notSent) }
                self.context.warn("The task could not be looked at before its start: \(error.message)")
            }
            return self.guardStart()
        }
    }

    private var refusesUndeclared: Bool { request["undeclared"].isText("refuse") }

    /// Parameters that the application does not mention: an error where that is wished, else a warning.
    private var refusalOfUndeclared: DeployError? {
        guard let params = request["params"], !request["undeclared"].isText("ignore") else { return nil }
        let undeclared = details.undeclared(params)
        guard refusesUndeclared else {
            if !undeclared.isEmpty { context.warn(details.remark(onUndeclared: undeclared)) }
            return nil
        }
        if !details.tellsParameters, params.hasContent {
            context.warn("The application does not tell which parameters it has, so none could be refused.")
        }
        var violations: [Violation] = []
        for (index, element) in params.elements.enumerated() {
            guard let key = element["key"], let name = key.string, undeclared.contains(name) else { continue }
            violations.append(
                Violation(
                    path: "params[\(index)].key", rule: .unknownField,
                    message: "The application does not mention \(name).\(details.knownNames(near: name))",
                    position: key.position))
        }
        if violations.isEmpty { return nil }
        return DeployError(.validation, violations: violations, of: "The request", outcome: .notSent)
    }

    // MARK: Before the start

    private var projectID: String? {
        request["project_id"]?.string ?? context.configuration.projectID ?? details.projectID
    }

    /// Notes the newest record, so that a lost answer can be cleared up.
    private func guardStart() -> Step {
        if rollsBack, context.clock.skew.isDayOff {
            context.warn("As long as this machine's clock is wrong by a day or more, nothing is rolled back.")
        }
        let isGuarded = request["guard"]?.boolean ?? true
        guard let projectID else {
            if isGuarded || rollsBack {
                context.warn(
                    "A lost answer could not be cleared up, nor anything be rolled back: \(DeployError.noProject.message)"
                )
            }
            return launch(nil)
        }
        guard isGuarded else { return launch(nil) }
        return Baseline.ask(about: taskID, projectID: projectID, context: context) { baseline in
            switch baseline {
            case .success(let baseline): return self.launch(baseline)
            case .failure(let error):
                guard error.isFinal else { return self.fail(error, .notSent) }
                self.context.warn("A lost answer could not be cleared up: \(error.message)")
                return self.launch(nil)
            }
        }
    }

    private func launch(_ baseline: Baseline?) -> Step {
        if context.isCancelled { return fail(DeployError(.cancelled, "The operation was cancelled."), .notSent) }
        let text = request.document.part(for: .startDeployTask)
        return StartFlow(
            .startDeployTask, text: text, ofTask: taskID, sent: StartFingerprint(of: request, details: details),
            baseline: baseline, settings: settings, busyMS: request["wait_until_idle_ms"]?.integer ?? 0,
            context: context
        ) { launched in
            switch launched {
            case .success(let launched):
                self.context.note(started: launched.recordID)
                return self.watch(launched)
            case .failure(let error): return self.then(.failure(error))
            }
        }.begin()
    }

    // MARK: After it

    private var rollsBack: Bool { request["on_failure"].isText("rollback") }

    private var following: WatchSettings { settings.with(appID: settings.appID ?? details.appID) }

    /// A part that follows a deployment has the whole time for it, however long what came before it took.
    private var followingContext: FlowContext { context.with(Deadline(inMS: settings.timeoutMS)) }

    private var secrets: Redaction {
        var secrets = Redaction()
        secrets.add(privateParametersOf: request.document.bytes)
        return secrets
    }

    private func watch(_ launched: StartedRecord) -> Step {
        Watch(
            launched, ofTask: taskID, settings: following, graceMS: Self.graceMS, secrets: secrets,
            context: followingContext
        ) { watched in
            switch watched {
            case .failure(let error): return self.then(.failure(error))
            case .success(let report): return self.end(report)
            }
        }.begin()
    }

    private func end(_ report: DeploymentReport) -> Step {
        guard report.end == .failed, rollsBack else { return then(report.result(context)) }
        return Rollback(
            of: report, projectID: projectID, settings: following, secrets: secrets, context: followingContext
        ) {
            report.rollback = $0
            return self.then(report.result(self.context))
        }.begin()
    }

    private func fail(_ error: DeployError, _ outcome: Outcome) -> Step {
        var error = error.outcome == outcome ? error : error.with(outcome, for: .deploy)
        error.attempts = context.attempts
        return then(.failure(error))
    }
}
