import CodeArtsDeployModel

extension OutcomeScript {
    /// Reads `{"outcomes": [{"end": "failed", "failed_step": 2, "times": 3}, …]}`.
    static func orders(in json: JSONValue) throws(OrderError) -> [OutcomeScript] {
        var orders: [OutcomeScript] = []
        for element in try json.list("outcomes") { orders.append(try OutcomeScript(element)) }
        return orders
    }

    init(_ json: JSONValue) throws(OrderError) {
        if let value = try json.word("end", of: RecordState.self) {
            guard value.isEnd else { throw json.fault("end", "must be a state in which a deployment ends") }
            end = value
        }
        if let value = try json.number("failed_step", ifIn: Behaviour.stepRange) { failedStep = value }
        durationMS = try json.duration("duration_ms")
        pendingMS = try json.duration("pending_ms")
        hiddenMS = try json.duration("hidden_ms") ?? 0
        times = try json.number("times", in: 1...1_000_000, default: 1)
    }
}
