internal import CodeArtsDeployModel

/// A job: a flow on the I/O thread, and its state.
final class Job {
    enum State {
        /// Its first step has not been taken.
        case new(() -> Step)
        /// Its request waits for a place.
        case queued(Sending)
        /// Its request is on the way.
        case sent(Sending)
        case paused(() -> Step)
        case many(Batch, () -> Step)
        case ended
    }

    var state: State {
        didSet { generation &+= 1 }
    }
    /// Counts the states, so that a timer of an earlier one is known to be of no use any more.
    private(set) var generation: UInt32 = 0
    /// A job is interrupted once: what it does after that is its cleanup.
    var wasInterrupted = false
    private var whenEnded: ((Result<[UInt8], DeployError>) -> Void)?

    init(_ flow: @escaping () -> Step, whenEnded: @escaping (Result<[UInt8], DeployError>) -> Void) {
        state = .new(flow)
        self.whenEnded = whenEnded
    }

    /// Lets go of everything, since a timer may remember the job for a while.
    func end(_ result: Result<[UInt8], DeployError>) {
        state = .ended
        let work = whenEnded
        whenEnded = nil
        work?(result)
    }
}
