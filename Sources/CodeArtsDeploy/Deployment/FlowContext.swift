internal import CodeArtsDeployModel

/// A composite operation's context: the client that makes its calls, and the run that they are part of. Whatever a
/// deployment is made of gets this one reference.
final class FlowContext {
    private let client: SubcallClient
    private let run: CallContext
    /// What it shares with others that are followed at the same time; nil where it is alone.
    let fleet: FleetView?

    init(_ client: SubcallClient, _ run: CallContext, in fleet: FleetView? = nil) {
        self.client = client
        self.run = run
        self.fleet = fleet
    }

    var configuration: Configuration { client.dependencies.configuration }
    var clock: ServiceClock { client.dependencies.clock }
    /// How many requests were written.
    var attempts: Int { client.attempts }

    var deadline: Deadline { run.deadline }
    var eventLog: EventLog? { run.eventLog }
    var warnings: Warnings { run.warnings }
    var isCancelled: Bool { run.isCancelled }
    var cancelledForMS: Int { run.cancelledForMS }
    var isDraining: Bool { run.isDraining }
    /// Whether there is still somebody to do something for, and time.
    var isGoingOn: Bool { run.end == nil }

    /// What its events are about.
    var subject: EventSubject { run.subject }

    func warn(_ message: String) { run.warn(message) }

    /// Warns, once, of a clock that disagrees with the service's.
    func warnOfSkew() { warnings.addOnce(clock.skew, about: subject) }

    func note(_ event: StaticString, _ members: (inout JSONWriter) -> Void) { run.note(event, members) }

    func note(
        _ event: StaticString, about subject: @autoclosure () -> EventSubject, _ members: (inout JSONWriter) -> Void
    ) {
        run.note(event, about: subject(), members)
    }

    func note(started recordID: String) { run.note(started: recordID) }

    /// The same with another deadline, for a part of the operation.
    func with(_ deadline: Deadline) -> FlowContext {
        FlowContext(client, run.with(deadline), in: fleet)
    }

    /// The same for a part that must go on although the operation was cancelled.
    func uncancelled(until deadline: Deadline) -> FlowContext {
        FlowContext(client, run.uncancelled(until: deadline), in: fleet)
    }

    /// The same for a part whose events are about this task or record.
    func about(_ subject: EventSubject) -> FlowContext {
        FlowContext(client, run.about(subject), in: fleet)
    }

    /// For one deployment of many, which counts its own requests.
    func ofItem(_ subject: EventSubject, in fleet: FleetView, until deadline: Deadline) -> FlowContext {
        FlowContext(client.part, run.with(deadline).about(subject), in: fleet)
    }

    // MARK: Calls

    /// Asks the service for something. The reader of the operation's events does not hear of each attempt.
    func ask(
        _ operation: Operation, _ members: (inout JSONWriter) -> Void,
        then: @escaping (Result<JSONValue, DeployError>) -> Step
    ) -> Step {
        var json = JSONWriter()
        json.object(members)
        return client.call(operation, text: json.bytes, context: run.quiet, then: then)
    }

    /// Asks for something that is asked for again and again: a refusal is reported, and the next poll is the next try. In
    /// a large fleet so is every failure, because its budget is one of requests.
    func poll(
        _ operation: Operation, _ members: (inout JSONWriter) -> Void,
        then: @escaping (Result<JSONValue, DeployError>) -> Step
    ) -> Step {
        var json = JSONWriter()
        json.object(members)
        return client.call(
            operation, text: json.bytes, context: run.quiet, isPatient: false, isOnce: fleet?.isLarge ?? false,
            then: then)
    }

    /// Sends a start or a rollback, and reports its attempts.
    ///
    /// - Parameter answerGraceMS: how long its answer is waited for once the operation is cancelled.
    func start(
        _ operation: Operation, text: [UInt8], answerGraceMS: Int,
        then: @escaping (Result<JSONValue, DeployError>) -> Step
    ) -> Step {
        client.call(operation, text: text, context: run.awaitingAnswer(graceMS: answerGraceMS), then: then)
    }

    /// Sends one of many requests, whose results are passed on as they are.
    func send(
        _ operation: Operation, checked request: JSONValue, then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) -> Step {
        client.send(operation, checked: request, context: run.quiet, then: then)
    }
}
