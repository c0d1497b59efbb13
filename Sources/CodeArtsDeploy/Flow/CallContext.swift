internal import CPlatform
internal import CodeArtsDeployModel
internal import Synchronization

/// The context of one run of a flow: its deadline, its cancellation, its event log and warnings.
struct CallContext {
    let deadline: Deadline
    /// nil: nobody can.
    let cancellation: Cancellation?
    /// nil: nobody listens.
    let eventLog: EventLog?
    /// Of the whole operation, whichever part of it a run is for.
    let warnings: Warnings
    /// What its events are about.
    private(set) var subject = EventSubject()
    /// How long one who is cancelled waits for the answer to a request that is sent once only.
    private(set) var answerGraceMS = 0

    init(until deadline: Deadline, cancellation: Cancellation? = nil, eventLog: EventLog? = nil) {
        self.init(until: deadline, cancellation, eventLog, Warnings(eventLog))
    }

    private init(
        until deadline: Deadline, _ cancellation: Cancellation?, _ eventLog: EventLog?, _ warnings: Warnings,
        about subject: EventSubject = EventSubject(), answerGraceMS: Int = 0
    ) {
        self.subject = subject
        self.answerGraceMS = answerGraceMS
        self.deadline = deadline
        self.cancellation = cancellation
        self.eventLog = eventLog
        self.warnings = warnings
    }

    /// Tells whoever follows the operation.
    ///
    /// - Parameter members: of the event, without its name, its time and what it is about.
    func note(_ event: StaticString, _ members: (inout JSONWriter) -> Void) {
        eventLog?.note(event, about: subject, members)
    }

    /// The same about something else than the run. Where nobody listens, nobody asks what it is.
    func note(
        _ event: StaticString, about subject: @autoclosure () -> EventSubject, _ members: (inout JSONWriter) -> Void
    ) {
        if let eventLog { eventLog.note(event, about: subject(), members) }
    }

    /// From here on nobody need ask which record it is.
    func note(started recordID: String) {
        note("started", about: EventSubject(recordID: recordID).within(subject)) { _ in }
    }

    /// Tells whoever follows the operation, and whoever reads its result.
    func warn(_ message: String) {
        warnings.add(message, about: subject)
    }

    var isCancelled: Bool { cancellation?.isDelivered ?? false }

    /// Whether nothing new is to begin, and what runs goes on.
    var isDraining: Bool { cancellation?.isDraining ?? false }

    /// How long ago that was; 0 where it was not.
    var cancelledForMS: Int { cancellation?.deliveredForMS ?? 0 }

    /// The same run with less time, for one part of it.
    func with(_ deadline: Deadline) -> CallContext {
        CallContext(until: deadline, cancellation, eventLog, warnings, about: subject, answerGraceMS: answerGraceMS)
    }

    /// The same run for a start that is to be stopped where it is cancelled: its answer names what.
    func awaitingAnswer(graceMS: Int) -> CallContext {
        var context = self
        context.answerGraceMS = graceMS
        return context
    }

    /// The same run for a part whose events its reader does not want to hear of.
    var quiet: CallContext {
        CallContext(until: deadline, cancellation, eventLog?.withoutReader, warnings, about: subject)
    }

    /// The same run for a part that must go on although it was cancelled.
    func uncancelled(until deadline: Deadline) -> CallContext {
        CallContext(until: deadline, nil, eventLog, warnings, about: subject)
    }

    /// The same run for a part whose events are about this task or record.
    func about(_ subject: EventSubject) -> CallContext {
        var context = self
        context.subject = subject.within(self.subject)
        return context
    }

    /// Why a run that waits for something should not go on waiting.
    var end: DeployError? {
        if isCancelled { return DeployError(.cancelled, "The operation was cancelled.") }
        return deadline.isOver ? DeployError(.timeout, "The time for this call is over.") : nil
    }
}

/// A cancellation flag that any thread may set. It takes effect once the thread of the run has taken it: a run that
/// saw it earlier would be interrupted in what it does because of it.
final class Cancellation: Sendable {
    private let requested = Atomic<Bool>(false)
    private let draining = Atomic<Bool>(false)
    /// When, by the clock that nobody sets; 0 before.
    private let deliveredMS = Atomic<Int64>(0)

    /// Answers whether it is the first time.
    func request() -> Bool { !requested.exchange(true, ordering: .acquiringAndReleasing) }

    /// The milder form: what runs goes on.
    func drain() { draining.store(true, ordering: .releasing) }

    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// On the thread that carries the run: answers whether somebody has wished for it.
    func deliver() -> Bool {
        let isRequested = requested.load(ordering: .acquiring)
        if isRequested, !isDelivered { deliveredMS.store(max(1, platform_monotonic_ms()), ordering: .releasing) }
        return isRequested
    }

    var isDelivered: Bool { deliveredMS.load(ordering: .acquiring) > 0 }

    var deliveredForMS: Int { isDelivered ? Int(platform_monotonic_ms() - deliveredMS.load(ordering: .acquiring)) : 0 }
}
