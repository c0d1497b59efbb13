internal import CPlatform
public import CodeArtsDeployModel
internal import Synchronization

/// The handle of an operation in the background, or on the thread that waits for it: its end, its events, cancelling
/// it. It belongs to the process that submitted or prepared it.
public final class RunningOperation: EventReader, @unchecked Sendable {
    /// The answer of one read of the events.
    public enum NextEvent: Sendable {
        case event([UInt8])
        /// There may be more later.
        case none
        /// There will be no more.
        case end
    }

    private static let lastID = Atomic<UInt64>(0)

    /// Made before any thread, like every global.
    static func make() {
        _ = lastID.load(ordering: .relaxed)
    }

    static func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    /// No other operation of this process has it.
    public let id: UInt64 = nextID()
    let cancellation = Cancellation()
    /// What carries it. Only the thread that moves it touches it.
    var job: Job?

    /// Who moves it.
    private enum Mover {
        case background(Background, ReadyQueue.Entry)
        /// The thread that waits.
        case waiter(PreparedRun)
    }

    /// Alive for as long as its operations are.
    private let client: Client
    private let mover: Mover
    private let processID = platform_process_id()
    private let signal = ConditionLock()
    private var ended: Result<[UInt8], DeployError>?
    private var events = EventQueue { $0.timeOfEvent() }
    private var whenEnded: [@Sendable (Result<[UInt8], DeployError>) -> Void] = []

    /// - Parameter isObserved: whether its events are read and its readiness is of interest, or only its end.
    init(of client: Client, in background: Background, isObserved: Bool = true) {
        self.client = client
        mover = .background(background, ReadyQueue.Entry(id, isObserved: isObserved))
    }

    /// One that the thread moves which waits for it.
    init(of client: Client, _ run: PreparedRun) {
        self.client = client
        mover = .waiter(run)
    }

    /// Waits for the end: 0 polls, -1 waits for as long as it takes. Where the operation was prepared, a
    /// signal ends the wait too.
    ///
    /// - Returns: the result document; nil while the operation has not ended.
    public func wait(timeoutMS: Int32) throws(DeployError) -> [UInt8]? {
        try checkProcess()
        switch mover {
        case .background: return try signal.wait(timeoutMS) { ended }?.get()
        case .waiter(let run):
            if !hasEnded { try run.move(self, timeoutMS) { false } }
            return try signal.with { ended }?.get()
        }
    }

    /// Takes the oldest event that was not taken yet, waiting like `wait`.
    public func nextEvent(timeoutMS: Int32) throws(DeployError) -> NextEvent {
        try checkProcess()
        switch mover {
        case .background(let background, _):
            var unread = 0
            let next: NextEvent? = signal.wait(timeoutMS) {
                unread = events.results
                return takeEvent()
            }
            // A batch holds back at this many results, until one of them is taken.
            if unread == Batch.maxUnread { background.proceed(self) }
            return next ?? .none
        case .waiter(let run):
            if let next = signal.with({ takeEvent() }) { return next }
            try run.move(self, timeoutMS) { signal.with { !events.isEmpty } }
            return signal.with { takeEvent() } ?? .none
        }
    }

    /// nil where there is none yet.
    private func takeEvent() -> NextEvent? {
        if let event = events.take() { return .event(event) }
        return ended == nil ? nil : .end
    }

    /// Ends the operation, from any thread and as often as one likes.
    public func cancel() {
        guard isOwn, cancellation.request() else { return }
        proceed()
    }

    /// Begins nothing new, and follows what runs to its end: only a release begins something later than at once.
    public func drain() {
        guard isOwn else { return }
        cancellation.drain()
        proceed()
    }

    private func proceed() {
        switch mover {
        case .background(let background, _): background.proceed(self)
        case .waiter(let run): run.wake()
        }
    }

    /// Says that nobody waits any more: what has not ended is cancelled. Without it, a loop over `nextReady` still
    /// hears of the operation.
    public func release() {
        guard isOwn else { return }
        if case .background(let background, let entry) = mover { background.readyQueue.drop(entry) }
        guard !hasEnded else { return }
        cancel()
        if case .waiter(let run) = mover { run.abandon(self) }
    }

    /// Whether it belongs to this process. A forked child must not even lock what it inherited.
    var isOwn: Bool { processID == platform_process_id() }

    /// - Parameter work: runs once, on whatever thread ends the operation, or at once where it has ended.
    package func whenEnded(_ work: @escaping @Sendable (Result<[UInt8], DeployError>) -> Void) {
        let already = signal.with {
            if ended == nil { whenEnded.append(work) }
            return ended
        }
        if let already { work(already) }
    }

    // MARK: The thread that moves it

    var hasEnded: Bool { signal.with { ended != nil } }

    func add(_ event: [UInt8], isResult: Bool) {
        signal.change {
            events.add(event, isResult: isResult)
            announce()
        }
    }

    func end(_ result: Result<[UInt8], DeployError>) {
        let waiting = signal.change {
            ended = result
            announce()
            defer { whenEnded = [] }
            return whenEnded
        }
        for work in waiting { work(result) }
    }

    /// For an event loop. One that waits for a prepared operation needs no news of it.
    private func announce() {
        if case .background(let background, let entry) = mover { background.readyQueue.add(entry) }
    }

    var unreadResults: Int { signal.with { events.results } }

    private func checkProcess() throws(DeployError) {
        guard !isOwn else { return }
        throw DeployError(
            .forked,
            "This operation belongs to the process that this one was forked from. Ask there how it ends, or submit a new one here."
        )
    }
}
