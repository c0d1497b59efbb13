internal import CodeArtsDeployModel

/// A deployment's preparation: asks what the service knows of the task, and notes which records there are. What comes of it
/// is the intent of a start; nothing is started here.
final class DeployPreparation {
    private let request: JSONValue
    private let taskID: String
    private let context: FlowContext
    private let then: (Result<DeployIntent, DeployError>) -> Step
    private var details = TaskDetails(reading: nil)

    /// - Parameter request: the checked request.
    init(
        of request: JSONValue, context: FlowContext, then: @escaping (Result<DeployIntent, DeployError>) -> Step
    ) {
        self.request = request
        self.context = context
        self.then = then
        taskID = request["task_id"]?.string ?? ""
    }

    func begin() -> Step {
        TaskDetails.ask(about: taskID, context: context) { details in
            switch details {
            case .success(let details):
                self.details = details
                self.context.warnOfSkew()
                if let refusal = self.refusalOfUndeclared { return self.then(.failure(refusal)) }
            case .failure(let error):
                // A user who may deploy need not be allowed to read the task: then the service alone decides.
                let isNeeded =
                    self.refusesUndeclared || !error.isFinal || error.status == .authentication || error.isNoSuchTask
                if isNeeded { return self.then(.failure(error)) }
                self.context.warn("The task could not be looked at before its start: \(error.message)")
            }
            return self.noteRecords()
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

    // MARK: The records that there are

    private var projectID: String? {
        request["project_id"]?.string ?? context.configuration.projectID ?? details.projectID
    }

    /// Notes the newest record, so that a lost answer can be cleared up.
    private func noteRecords() -> Step {
        let rollsBack = request["on_failure"].isText("rollback")
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
            return end(nil)
        }
        guard isGuarded else { return end(nil) }
        return Baseline.ask(about: taskID, projectID: projectID, context: context) { baseline in
            switch baseline {
            case .success(let baseline): return self.end(baseline)
            case .failure(let error):
                guard error.isFinal else { return self.then(.failure(error)) }
                self.context.warn("A lost answer could not be cleared up: \(error.message)")
                return self.end(nil)
            }
        }
    }

    private func end(_ baseline: Baseline?) -> Step {
        then(
            .success(
                DeployIntent(
                    of: request, details: details, projectID: projectID, baseline: baseline, marker: marker,
                    serviceTime: context.clock.now)))
    }

    /// An undeclared parameter would be dropped by the service, so that no record ever showed it.
    private var marker: StartMarker? {
        guard let name = request["marker"]?.string else { return nil }
        if request["record_id"] == nil, details.declares(name) { return StartMarker(named: name) }
        context.warn(
            "The application does not declare the marker \(name): after a lost answer, a record can only be compared by its other parameters.\(details.knownNames(near: name))"
        )
        return nil
    }
}

extension DeployError {
    /// The service's own word that there is no such task: a start would be answered the same.
    fileprivate var isNoSuchTask: Bool {
        // A gateway's APIG.0101 is about the API.
        status == .notFound && isOfService && errorCode?.utf8.first != UInt8(ascii: "A")
    }
}
