import CodeArtsDeployModel

/// What a test can order.
extension ControlPlane {
    static func orderFaults(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> Reply {
        // All of it is read before any of it counts.
        let mix = try json["mix"].map { (mix) throws(OrderError) in
            mix.kind == .null ? nil : try FaultMix(mix, seed: Int(truncatingIfNeeded: state.random.next()))
        }
        let isMixAlone = mix != nil && json["faults"] == nil
        let orders = isMixAlone ? [] : try FaultOrder.orders(in: json)
        if let mix { state.faults.mix = mix }
        state.faults.append(orders)
        return total(state.faults.waiting)
    }

    static func orderOutcomes(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> Reply {
        state.outcomes.append(try OutcomeScript.orders(in: json))
        return total(state.outcomes.waiting)
    }

    /// Takes the members of an outcome too. It is started whatever else runs, and takes no outcome from the queue.
    static func startElsewhere(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> Reply {
        let taskID = try self.taskID(json, state)
        let outcome = try OutcomeScript(json)
        let record = state.start(taskID, source: .foreign, body: try body(json), outcome: outcome)
        return .object { $0.member("record_id", record.id) }
    }

    /// Each record is `{"days_ago", "state", "params", "duration_ms"}` and runs at the time of day that it is now.
    static func addHistory(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> Reply {
        let taskID = try self.taskID(json, state)
        var old: [(days: Int, course: Timeline, body: StartDeployTask.Body)] = []
        for element in try json.list("records") {
            var order = OutcomeScript()
            order.end = try element.word("state", of: RecordState.self) ?? .succeeded
            guard order.end.isEnd else { throw element.fault("state", "must be a state in which a deployment ends") }
            order.durationMS = try element.duration("duration_ms")
            let days = try element.number("days_ago", in: 1...10_000)
            old.append((days, order.course(state.behaviour), try body(element)))
        }
        // Release ids count down, so the newest has to come first.
        let records = old.sorted { $0.days < $1.days }.map { days, course, body in
            DeploymentRecord(
                id: Identifier.random(using: &state.random), taskID: taskID, releaseID: state.store.earlierRelease(),
                source: .history, given: body.parameters, parameters: body.parameters,
                begin: state.now.advanced(bySeconds: -days * 86_400), course: course)
        }
        for record in records { state.store.add(record) }
        return .object { json in
            json.member("record_ids", each: records) { $0.string($1.id) }
        }
    }

    static func change(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> Reply {
        guard json.kind == .object else { throw OrderError(message: "an object is required") }
        var behaviour = state.behaviour
        try behaviour.change(json)
        state.behaviour = behaviour
        if json["rate_limit"] != nil { state.counters = [:] }
        state.access.offsetSeconds = behaviour.clockOffsetS
        return .object { _ in }
    }

    private static func taskID(_ json: JSONValue, _ state: ServiceState) throws(OrderError) -> String {
        let taskID = try json.requiredString("task_id")
        guard state.behaviour.applications.ofTask(taskID) != nil else { throw json.fault("task_id", "is unknown") }
        return taskID
    }

    /// The parameters of a deployment, as in a start.
    private static func body(_ json: JSONValue) throws(OrderError) -> StartDeployTask.Body {
        guard let params = json["params"] else { return .init() }
        do {
            return .init(try StartDeployTask.Body.parameters(params))
        } catch {
            throw json.fault("params", "must be parameters as in a start")
        }
    }
}
