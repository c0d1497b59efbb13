import Foundation

/// One thread for all that is done with CPython, which wants to be ended by the thread that started it. The main actor is
/// none: on Linux any thread may serve it.
@globalActor
actor PythonThread {
    static let shared = PythonThread()

    private nonisolated let executor = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}

/// Runs what an actor has to do on a thread of its own, in the order in which it comes.
private final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    private let changed = NSCondition()
    private var jobs: [UnownedJob] = []

    init() {
        Thread.detachNewThread { [unowned self] in serve() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        changed.withLock { jobs.append(job) }
        changed.signal()
    }

    private func serve() {
        while true {
            let job = changed.withLock {
                while jobs.isEmpty { changed.wait() }
                return jobs.removeFirst()
            }
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
