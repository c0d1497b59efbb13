internal import CodeArtsDeployModel

/// A settlement: what became of a start whose intent is known, found out by whoever asks, whenever and wherever. It starts
/// nothing.
enum Settlement {
    case notStarted(reason: String)
    case started(StartedRecord)
    case unknown([String], reason: String)

    static func ask(
        about intent: DeployIntent, request: JSONValue, intervalMS: Int, context: FlowContext,
        then: @escaping (Settlement) -> Step
    ) -> Step {
        guard let baseline = intent.baseline else {
            return then(.unknown([], reason: "the intent has no baseline to compare the task's records with"))
        }
        let sent = StartFingerprint(of: request, intent: intent)
        return Reconciliation(of: sent, since: baseline, intervalMS: intervalMS, context: context) { verdict in
            switch verdict {
            case .adopted(let recordID, let evidence):
                let remark = sent.remark(on: recordID, evidence)
                return then(.started(StartedRecord(recordID: recordID, isOwn: true, adoption: remark)))
            case .notFound(let reason): return then(.notStarted(reason: reason))
            case .undecided(let candidates, let reason): return then(.unknown(candidates, reason: reason))
            }
        }.begin()
    }

    /// The result document.
    func result(ofTask taskID: String, _ context: FlowContext) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            switch self {
            case .notStarted(let reason):
                json.member("settled", "not_started")
                json.member("reason", reason)
            case .started(let record):
                json.member("settled", "started")
                json.member("record_id", record.recordID)
                json.member("warning", ifKnown: record.adoption.flatMap { $0.isEmpty ? nil : $0 })
            case .unknown(let candidates, let reason):
                json.member("settled", "unknown")
                json.member("reason", reason)
                json.texts("candidates", candidates)
            }
            json.member("task_id", taskID)
            json.meta(context)
        }
        return json.bytes
    }
}
