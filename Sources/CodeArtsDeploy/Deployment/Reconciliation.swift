internal import CPlatform
internal import CodeArtsDeployModel

/// Reconciliation after a start whose answer was lost: looks for records of the task that were not there before, and
/// compares what they were started with.
///
/// One that fits is no proof, since a colleague may have started the same; it is taken, and said to be adopted. With
/// two of them nobody can tell, and with none it may still come: then that is the answer. Nothing is started here.
final class Reconciliation {
    enum Verdict {
        case adopted(recordID: String, wasCompared: Bool)
        case undecided([String], reason: String)
    }

    /// How many times it polls. A record may show up only seconds after its start.
    private static let maxLooks = 20
    /// How many polls must show the same before it is believed.
    private static let looksToBelieve = 3
    /// How many polls may fail: an outage uses up none of those that show something.
    private static let maxFailures = 40
    /// For so many of them a record need not have its parameters yet.
    private static let failuresToWait = 10

    private let baseline: Baseline
    private let sent: StartFingerprint
    private let intervalMS: Int
    private let context: FlowContext
    private let then: (Verdict) -> Step
    private var looks = 0
    private var failures = 0
    private var sameLooks = 0
    private var fitting: [String] = []
    private var others: [String] = []
    private var uncompared: [String] = []

    init(
        of sent: StartFingerprint, since baseline: Baseline, intervalMS: Int, context: FlowContext,
        then: @escaping (Verdict) -> Step
    ) {
        self.baseline = baseline
        self.sent = sent
        self.intervalMS = intervalMS
        self.context = context
        self.then = then
    }

    func begin() -> Step {
        var new: [String] = []
        return baseline.pager(context).begin { record in
            guard self.baseline.isBefore(record) else { return false }
            if !record.executionID.isEmpty { new.append(record.executionID) }
            return true
        } then: { walked in
            if case .failure(let error) = walked { return self.again(after: error) }
            let known = self.fitting.count
            return self.compare(new.filter { !self.fitting.holds($0) && !self.others.holds($0) }) {
                self.looks += 1
                self.sameLooks = self.fitting.count == known ? self.sameLooks + 1 : 1
                return self.decide()
            }
        }
    }

    /// One after the other.
    private func compare(_ records: [String], then: @escaping () -> Step) -> Step {
        guard let record = records.first else { return then() }
        return context.ask(.showExecutionParams) { json in
            json.member("task_id", self.baseline.taskID)
            json.member("record_id", record)
        } then: { answer in
            switch answer {
            case .success(let reply):
                let theirs = reply["items"]
                switch self.sent.compared(with: theirs) {
                case .same: self.fitting.append(record)
                case .untold: self.keepUncompared(record)
                case .different:
                    // A record may have none in its first moments.
                    let isToldWhole = theirs?.hasContent == true || self.looks >= Self.looksToBelieve
                    if isToldWhole { self.others.append(record) }
                }
            case .failure(let error):
                // What could not be asked for now is asked for again; nor may the service have them at once.
                let isTooEarly = error.status == .notFound && self.failures < Self.failuresToWait
                guard error.isFinal, !isTooEarly else { return self.again(after: error) }
                self.keepUncompared(record)
            }
            return self.compare(Array(records.dropFirst()), then: then)
        }
    }

    /// What cannot be compared cannot be ruled out.
    private func keepUncompared(_ record: String) {
        fitting.append(record)
        uncompared.append(record)
    }

    private func decide() -> Step {
        guard sameLooks >= Self.looksToBelieve, let first = fitting.first else { return again(after: nil) }
        guard fitting.count == 1 else {
            return then(
                .undecided(fitting, reason: "\(fitting.count) new records were started with the same parameters"))
        }
        return then(.adopted(recordID: first, wasCompared: !uncompared.holds(first)))
    }

    private func again(after error: DeployError?) -> Step {
        if context.isCancelled { return then(.undecided(fitting, reason: "it was cancelled")) }
        let isHopeless = error.map { $0.isFinal && $0.status != .notFound } ?? false
        if error != nil { failures += 1 }
        guard !isHopeless, looks < Self.maxLooks, failures < Self.maxFailures,
            intervalMS < context.deadline.remainingMS
        else {
            return then(.undecided(fitting, reason: reason(error)))
        }
        return .pause(ms: intervalMS) { self.begin() }
    }

    /// Why it cannot be decided, after all polls.
    private func reason(_ error: DeployError?) -> String {
        if let error { return "the records cannot be asked for: \(error.message)" }
        if !fitting.isEmpty { return "a record that fits was not seen for long enough" }
        if others.isEmpty { return "no new record of this task has shown up" }
        return "the new records of this task were started with other parameters (\(others.joined(separator: ", ")))"
    }
}

extension [String] {
    /// By bytes.
    fileprivate func holds(_ text: String) -> Bool { contains { $0 == text } }
}
