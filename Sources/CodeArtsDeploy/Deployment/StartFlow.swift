internal import CPlatform
internal import CodeArtsDeployModel

/// Makes a deployment run, by a start or a rollback, exactly once: waits where the application is busy, and finds out
/// where the answer was lost.
final class StartFlow {
    /// What is needed to clear up a lost answer.
    struct Guard {
        let projectID: String
        let baseline: Baseline
    }

    private let operation: Operation
    /// May hold `encrypt` values.
    private var text: [UInt8]
    private let taskID: String
    private let sent: StartFingerprint
    private let intervalMS: Int
    private let client: SubcallClient
    private let context: CallContext
    private let busyUntilMS: Int64
    private var guarding: Guard?
    /// Where it is to be stopped by one who is cancelled, its answer is waited for this long: it names what to stop.
    static let answerGraceMS = 3000
    private let answerGraceMS: Int
    private let then: (Result<StartedRecord, DeployError>) -> Step
    private var isWaiting = false
    /// Why the records could not be looked at while it waited.
    private var blindness = ""

    /// - Parameters:
    ///   - text: the request.
    ///   - busyMS: how long to wait for a deployment that runs already.
    ///   - guarding: nil: a lost answer cannot be cleared up.
    init(
        _ operation: Operation, _ text: [UInt8], of taskID: String, _ sent: StartFingerprint, intervalMS: Int,
        busyMS: Int, stopsOnCancel: Bool,
        _ guarding: Guard?, _ client: SubcallClient, _ context: CallContext,
        then: @escaping (Result<StartedRecord, DeployError>) -> Step
    ) {
        self.operation = operation
        self.text = text
        self.taskID = taskID
        self.sent = sent
        self.intervalMS = intervalMS
        self.guarding = guarding
        answerGraceMS = stopsOnCancel ? Self.answerGraceMS : 0
        self.client = client
        self.context = context
        self.then = then
        busyUntilMS = platform_monotonic_ms() + Int64(busyMS)
    }

    deinit {
        wipe(&text)
    }

    func begin() -> Step {
        client.call(operation, context.awaitingAnswer(graceMS: answerGraceMS), text) { answer in
            switch answer {
            case .success(let reply):
                let recordID = reply["id"]?.string ?? ""
                return self.then(.success(StartedRecord(recordID: recordID, isOwn: true)))
            case .failure(let error):
                if error.status == .busy, error.outcome == .refused, !self.context.isCancelled {
                    return self.wait(for: error)
                }
                // One who has given up wants no long answer.
                let isLost = error.outcome == .unknown && !self.context.isCancelled
                return isLost ? self.reconcile(error) : self.then(.failure(error))
            }
        }
    }

    /// A busy application has refused the start for certain, so it may be sent again.
    private func wait(for error: DeployError) -> Step {
        guard platform_monotonic_ms() + Int64(intervalMS) < busyUntilMS, intervalMS < context.deadline.remainingMS
        else {
            var error = error
            error.message += blindness
            return then(.failure(error))
        }
        if !isWaiting {
            isWaiting = true
            context.note("waiting") { $0.member("message", "The application is being deployed already.") }
        }
        return .pause(ms: intervalMS) {
            guard !self.context.isCancelled else {
                return self.then(
                    .failure(
                        DeployError(.cancelled, "The operation was cancelled.").with(.notSent, for: self.operation)))
            }
            return self.beginAnew(after: error)
        }
    }

    /// Whatever runs by now was refused this start for certain, so it is none of its doing.
    private func beginAnew(after error: DeployError) -> Step {
        guard let guarding else { return begin() }
        return Baseline.ask(taskID, guarding.projectID, client, context) { baseline in
            switch baseline {
            case .success(let baseline):
                self.blindness = ""
                self.guarding = Guard(projectID: guarding.projectID, baseline: baseline)
                return self.begin()
            case .failure(var refusal):
                guard refusal.isFinal else {
                    self.blindness = " Nor could the task's records be looked at: \(refusal.message)"
                    return self.wait(for: error)
                }
                refusal.message =
                    "The application was being deployed already, and while waiting for it the task's records could not be looked at: \(refusal.message)"
                return self.then(.failure(refusal.with(.refused, for: self.operation)))
            }
        }
    }

    private func reconcile(_ error: DeployError) -> Step {
        guard let guarding else { return then(.failure(undecided(error, [], "there is nothing to compare with"))) }
        context.warn("The answer to the start was lost; the task's records are asked whether it runs.")
        return Reconciliation(
            taskID, guarding.projectID, guarding.baseline, sent, intervalMS: intervalMS, client, context
        ) { verdict in
            switch verdict {
            case .adopted(let recordID, let wasCompared):
                let remark = self.remark(recordID, wasCompared)
                self.context.warn(remark)
                return self.then(.success(StartedRecord(recordID: recordID, isOwn: true, adoption: remark)))
            case .undecided(let candidates, let reason):
                return self.then(.failure(self.undecided(error, candidates, reason)))
            }
        }.begin()
    }

    private func remark(_ recordID: String, _ wasCompared: Bool) -> String {
        let fits =
            !wasCompared
            ? "is new, though its parameters cannot be compared"
            : sent.hasPrivateValues
                ? "is new and fits, though its encrypted values cannot be compared" : "is new and fits"
        return
            "The record \(recordID) \(fits): it is taken for this deployment. Somebody else may have started the same."
    }

    private func undecided(_ error: DeployError, _ candidates: [String], _ reason: String) -> DeployError {
        var undecided = DeployError(
            .unreconciled,
            "Whether the deployment was started cannot be told: \(reason). Look at the task's records before you start it again. What was lost: \(error.message)",
            outcome: .unknown)
        undecided.httpStatus = error.httpStatus
        undecided.errorCode = error.errorCode
        undecided.errorMessage = error.errorMessage
        undecided.requestID = error.requestID
        undecided.attempts = client.attempts
        var json = JSONWriter()
        json.name("candidates")
        json.beginArray()
        for candidate in candidates { json.string(candidate) }
        json.endArray()
        undecided.details = json.bytes
        return undecided
    }
}
