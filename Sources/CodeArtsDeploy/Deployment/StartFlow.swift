internal import CPlatform
internal import CodeArtsDeployModel

/// An at-most-once start, or rollback, of a deployment: waits while the application is busy, and finds out what
/// happened if the answer was lost.
final class StartFlow {
    private let operation: Operation
    /// May hold `encrypt` values.
    private var text: [UInt8]
    private let taskID: String
    private let sent: StartFingerprint
    private let intervalMS: Int
    private let context: FlowContext
    private let busyUntilMS: Int64
    /// nil: a lost answer cannot be cleared up.
    private var baseline: Baseline?
    /// Where it is to be stopped by one who is cancelled, its answer is waited for this long: it names what to stop.
    static let answerGraceMS = 3000
    private let answerGraceMS: Int
    /// Takes down what records there are, before each time that the start is sent; an error forbids it.
    typealias Keep = (Baseline?, @escaping (DeployError?) -> Step) -> Step
    private let keep: Keep
    private let then: (Result<StartedRecord, DeployError>) -> Step
    private var isWaiting = false
    /// Why the records could not be looked at while it waited.
    private var blindness = ""

    /// - Parameters:
    ///   - text: the request.
    ///   - busyMS: how long to wait for a deployment that runs already.
    ///   - sent: to tell its record from others.
    ///   - baseline: to clear up a lost answer; nil: it cannot be.
    init(
        _ operation: Operation, text: [UInt8], ofTask taskID: String, sent: StartFingerprint, baseline: Baseline?,
        settings: WatchSettings, busyMS: Int, context: FlowContext, keep: @escaping Keep = { $1(nil) },
        then: @escaping (Result<StartedRecord, DeployError>) -> Step
    ) {
        self.operation = operation
        self.text = text
        self.taskID = taskID
        self.sent = sent
        intervalMS = settings.intervalMS
        self.baseline = baseline
        answerGraceMS = settings.stopsOnCancel ? Self.answerGraceMS : 0
        self.context = context
        self.keep = keep
        self.then = then
        busyUntilMS = platform_monotonic_ms() + Int64(busyMS)
    }

    deinit {
        wipe(&text)
    }

    func begin() -> Step {
        keep(baseline) { refusal in
            if let refusal { return self.then(.failure(refusal)) }
            return self.send()
        }
    }

    private func send() -> Step {
        context.start(operation, text: text, answerGraceMS: answerGraceMS) { answer in
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
        guard let baseline else { return begin() }
        return Baseline.ask(about: taskID, projectID: baseline.projectID, context: context) { found in
            switch found {
            case .success(let baseline):
                self.blindness = ""
                self.baseline = baseline
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
        guard let baseline else { return then(.failure(undecided(error, [], "there is nothing to compare with"))) }
        context.warn("The answer to the start was lost; the task's records are asked whether it runs.")
        return Reconciliation(of: sent, since: baseline, intervalMS: intervalMS, context: context) { verdict in
            switch verdict {
            case .adopted(let recordID, let evidence):
                let remark = self.sent.remark(on: recordID, evidence)
                if !remark.isEmpty { self.context.warn(remark) }
                return self.then(.success(StartedRecord(recordID: recordID, isOwn: true, adoption: remark)))
            case .notFound(let reason):
                return self.then(.failure(self.undecided(error, [], reason)))
            case .undecided(let candidates, let reason):
                return self.then(.failure(self.undecided(error, candidates, reason)))
            }
        }.begin()
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
        undecided.attempts = context.attempts
        var json = JSONWriter()
        json.name("candidates")
        json.beginArray()
        for candidate in candidates { json.string(candidate) }
        json.endArray()
        undecided.details = json.bytes
        return undecided
    }
}

/// A deployment that runs, or did.
struct StartedRecord {
    let recordID: String
    /// Whether this operation started it; else somebody named it.
    let isOwn: Bool
    /// Where the answer to its start was lost: why it is taken for the one that was started, and what that is worth;
    /// empty where it is certain.
    var adoption: String?
}
