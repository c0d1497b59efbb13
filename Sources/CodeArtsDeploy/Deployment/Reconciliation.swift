internal import CPlatform
internal import CodeArtsDeployModel

/// Reconciliation after a start whose answer was lost: looks for records of the task that were not there before, and
/// compares what they were started with.
///
/// One that fits is no proof, since a colleague may have started the same; it is taken, and said to be adopted. With
/// two of them nobody can tell, and with none it may still come: then that is the answer. Nothing is started here.
final class Reconciliation {
    enum Verdict {
        case adopted(recordID: String, Evidence)
        /// The records were looked at for as long as one may take to show up, and none of them can be it.
        case notFound(reason: String)
        case undecided([String], reason: String)
    }

    /// Why a record is taken for the start's own.
    enum Evidence {
        case marker
        case parameters
        /// It is new, and nothing else is known of it.
        case newness
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
                case .marked: return self.then(.adopted(recordID: record, .marker))
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
        return then(.adopted(recordID: first, uncompared.holds(first) ? .newness : .parameters))
    }

    private func again(after error: DeployError?) -> Step {
        if context.isCancelled { return then(.undecided(fitting, reason: "it was cancelled")) }
        let isHopeless = error.map { $0.isFinal && $0.status != .notFound } ?? false
        if error != nil { failures += 1 }
        guard !isHopeless, looks < Self.maxLooks, failures < Self.maxFailures,
            intervalMS < context.deadline.remainingMS
        else {
            let hasLooked = error == nil && looks == Self.maxLooks
            return then(
                hasLooked && fitting.isEmpty
                    ? .notFound(reason: reason(nil)) : .undecided(fitting, reason: reason(error)))
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

extension StartFingerprint {
    /// What a record that was adopted is worth; empty where nobody else can have started it.
    func remark(on recordID: String, _ evidence: Reconciliation.Evidence) -> String {
        let fits: String
        switch evidence {
        case .marker: return ""
        case .newness: fits = "is new, though its parameters cannot be compared"
        case .parameters:
            fits =
                hasPrivateValues ? "is new and fits, though its encrypted values cannot be compared" : "is new and fits"
        }
        return
            "The record \(recordID) \(fits): it is taken for this deployment. Somebody else may have started the same."
    }
}

extension [String] {
    /// By bytes.
    fileprivate func holds(_ text: String) -> Bool { contains { $0 == text } }
}
