import CodeArtsDeployModel

/// A script for the next deployments: `POST /_emulator/outcomes`.
struct OutcomeScript {
    var end = RecordState.succeeded
    /// The step at which it ends otherwise, from 1; the last one if there are fewer.
    var failedStep = 1
    /// How long its steps take together; nil: as the behaviour says.
    var durationMS: Int?
    /// How long it waits; nil: as the behaviour says.
    var pendingMS: Int?
    /// How long it shows nowhere.
    var hiddenMS = 0
    /// How many deployments it is for.
    var times = 1

    init() {}

    func course(_ behaviour: Behaviour) -> Timeline {
        let last = min(failedStep, behaviour.steps)
        let run = end == .succeeded ? behaviour.steps : last
        return Timeline(
            wait: (pendingMS ?? behaviour.pendingMS) * 1000,
            stepTime: durationMS.map { $0 * 1000 / run } ?? behaviour.stepMS * 1000,
            steps: behaviour.steps, end: end, lastStep: last, hiddenTime: hiddenMS * 1000)
    }
}

/// A queue of scripts for the deployments to come, first come, first served.
struct OutcomeQueue {
    private var orders: [OutcomeScript] = []

    var waiting: Int { orders.count }

    mutating func append(_ more: [OutcomeScript]) {
        orders += more
    }

    /// The order for the deployment that starts now.
    mutating func next() -> OutcomeScript {
        guard let order = orders.first else { return OutcomeScript() }
        orders[0].times -= 1
        if orders[0].times == 0 { orders.removeFirst() }
        return order
    }
}

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
