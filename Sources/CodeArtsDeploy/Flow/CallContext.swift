internal import CodeArtsDeployModel
internal import Synchronization

/// One run of a flow: how long it may take, whether somebody has ended it, and who hears of it.
struct CallContext {
    let deadline: Deadline
    /// nil: nobody can.
    let cancellation: Cancellation?
    /// nil: nobody listens.
    let eventLog: EventLog?
    /// Of the whole operation, whichever part of it a run is for.
    let warnings: Warnings

    init(until deadline: Deadline, cancellation: Cancellation? = nil, eventLog: EventLog? = nil) {
        self.init(until: deadline, cancellation, eventLog, Warnings(eventLog))
    }

    private init(until deadline: Deadline, _ cancellation: Cancellation?, _ eventLog: EventLog?, _ warnings: Warnings) {
        self.deadline = deadline
        self.cancellation = cancellation
        self.eventLog = eventLog
        self.warnings = warnings
    }

    /// Tells whoever follows the operation, and whoever reads its result.
    func warn(_ message: String) {
        warnings.add(message)
    }

    var isCancelled: Bool { cancellation?.isDelivered ?? false }

    /// The same run with less time, for one part of it.
    func with(_ deadline: Deadline) -> CallContext { CallContext(until: deadline, cancellation, eventLog, warnings) }

    /// The same run for a part whose events its reader does not want to hear of.
    var quiet: CallContext { CallContext(until: deadline, cancellation, eventLog?.withoutReader, warnings) }

    /// The same run for a part that must go on although it was cancelled.
    func uncancelled(until deadline: Deadline) -> CallContext { CallContext(until: deadline, nil, eventLog, warnings) }

    /// Why a run that waits for something should not go on waiting.
    var end: DeployError? {
        if isCancelled { return DeployError(.cancelled, "The operation was cancelled.") }
        return deadline.isOver ? DeployError(.timeout, "The time for this call is over.") : nil
    }
}

/// A wish that any thread may utter, and that takes effect once the thread that carries the run has heard of it: a run that
/// saw it earlier would be interrupted in what it does because of it.
final class Cancellation: Sendable {
    private let requested = Atomic<Bool>(false)
    private let delivered = Atomic<Bool>(false)

    /// Answers whether it is the first time.
    func request() -> Bool { !requested.exchange(true, ordering: .acquiringAndReleasing) }

    /// On the thread that carries the run: answers whether somebody has wished for it.
    func deliver() -> Bool {
        let isRequested = requested.load(ordering: .acquiring)
        if isRequested { delivered.store(true, ordering: .releasing) }
        return isRequested
    }

    var isDelivered: Bool { delivered.load(ordering: .acquiring) }
}
