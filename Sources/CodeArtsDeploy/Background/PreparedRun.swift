internal import CPlatform
internal import CodeArtsDeployModel
internal import Synchronization

/// A run on the thread that waits for it: it moves while somebody waits, and rests in between.
///
/// It borrows a loop from its first wait to its end. One thread at a time moves it; any other may cancel it meanwhile.
final class PreparedRun: @unchecked Sendable {
    private let pool: LoopPool
    private let kind: Operation
    /// nil once it has begun.
    private var begin: ((RunningOperation) -> Step)?
    private let isMoving = Atomic<Bool>(false)
    private let lock = Lock()
    /// nil before the first wait and after the end.
    private var borrowed: BorrowedLoop?

    /// - Parameter begin: the first step of the flow.
    init(in pool: LoopPool, of kind: Operation, _ begin: @escaping (RunningOperation) -> Step) {
        self.pool = pool
        self.kind = kind
        self.begin = begin
    }

    /// Moves it until the wish is fulfilled, the operation has ended, the time is over, or a signal came: 0 moves it as
    /// far as it goes without waiting, -1 for as long as it takes.
    func move(_ operation: RunningOperation, _ timeoutMS: Int32, until isFulfilled: () -> Bool) throws(DeployError) {
        guard !isMoving.exchange(true, ordering: .acquiring) else {
            throw DeployError(.invalidArgument, "Another thread waits for this operation at the moment.")
        }
        defer { isMoving.store(false, ordering: .releasing) }
        let signals = HeldSignals()
        defer { signals.release() }
        guard let loop = loop(for: operation) else { return }
        let endMS = timeoutMS < 0 ? .max : platform_monotonic_ms() + Int64(timeoutMS)
        while true {
            let idleMS = round(operation, loop)
            if operation.hasEnded { return giveBack() }
            let leftMS = endMS - platform_monotonic_ms()
            if isFulfilled() || leftMS <= 0 { return }
            if !loop.wait(Int(min(Int64(idleMS), leftMS)), letting: signals) { return }
        }
    }

    /// Wakes the thread that moves it, because it was cancelled.
    func wake() {
        lock.with { if let borrowed { platform_waker_raise(borrowed.waker) } }
    }

    /// Nobody waits any more. What is cancelled may have something left to do, such as to stop what it started: that
    /// is done by a thread of its own.
    func abandon(_ operation: RunningOperation) {
        // From here on nobody else moves it.
        guard !isMoving.exchange(true, ordering: .acquiring) else { return }
        begin = nil
        guard let loop = borrowed?.loop else { return }
        let signals = HeldSignals()
        defer { signals.release() }
        loop.resume()
        _ = round(operation, loop)
        if operation.hasEnded { return giveBack() }
        let thread = Unmanaged.passRetained(Cleanup(self, operation, loop))
        if !platform_thread_start({ Cleanup.main($0) }, thread.toOpaque()) { Cleanup.main(thread.toOpaque()) }
    }

    /// The loop that it borrowed; nil where it has ended, or there is none for it, which ends it.
    private func loop(for operation: RunningOperation) -> IOLoop? {
        if let borrowed {
            borrowed.loop.resume()
            return borrowed.loop
        }
        guard let begin else { return nil }
        self.begin = nil
        do throws(TransportFailure) {
            let new = try pool.take()
            lock.with { borrowed = new }
            let job = Job({ begin(operation) }) { result in
                operation.job = nil
                operation.end(result)
            }
            operation.job = job
            new.loop.begin(job)
            return new.loop
        } catch {
            operation.end(.failure(DeployError(error.status, error.reason + ".").with(.notSent, for: kind)))
            return nil
        }
    }

    fileprivate func round(_ operation: RunningOperation, _ loop: IOLoop) -> Int {
        let isCancelled = operation.cancellation.deliver()
        if isCancelled, let borrowed { platform_waker_clear(borrowed.waker) }
        if let job = operation.job { loop.proceed(job, isCancelled: isCancelled) }
        return loop.round()
    }

    /// Not before a round is over: another thread may take the loop at once.
    fileprivate func giveBack() {
        let unused = lock.with {
            defer { borrowed = nil }
            return borrowed
        }
        guard let unused else { return }
        platform_waker_clear(unused.waker)
        pool.give(back: unused)
    }
}

/// What a cancelled operation has left to do when nobody waits for it any more.
private final class Cleanup {
    private let run: PreparedRun
    private let operation: RunningOperation
    private let loop: IOLoop
    private let gate = ExitGate.open()

    init(_ run: PreparedRun, _ operation: RunningOperation, _ loop: IOLoop) {
        self.run = run
        self.operation = operation
        self.loop = loop
    }

    static func main(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        let cleanup = Unmanaged<Cleanup>.fromOpaque(context).takeRetainedValue()
        while let idleMS = cleanup.gate.pass({ cleanup.round() }) { cleanup.loop.wait(idleMS) }
        cleanup.gate.pass { cleanup.run.giveBack() }
    }

    private func round() -> Int? {
        let idleMS = run.round(operation, loop)
        return operation.hasEnded ? nil : idleMS
    }
}
