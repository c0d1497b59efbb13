internal import CPlatform
internal import CodeArtsDeployModel

/// The loops of a client in one process that threads borrow to move an operation by themselves, each with its warm
/// connections.
final class LoopPool: @unchecked Sendable {
    /// More idle loops than this are closed.
    private static let mostIdle = 64

    private let transport: any Transport
    private let limiter: RateLimiter
    private let maxInFlight: Int
    private let lock = Lock()
    private var idle: [BorrowedLoop] = []

    init(_ transport: any Transport, limiter: RateLimiter, maxInFlight: Int) {
        self.transport = transport
        self.limiter = limiter
        self.maxInFlight = maxInFlight
    }

    /// The one that was used last: its connections are the warmest.
    func take() throws(TransportFailure) -> BorrowedLoop {
        if let warm = lock.with({ idle.popLast() }) { return warm }
        let waker = platform_waker_new()
        guard waker >= 0 else { throw TransportFailure(.internal, "No descriptor is left", wasWritten: false) }
        do throws(TransportFailure) {
            let multi = try transport.multi(wakingOn: waker)
            return BorrowedLoop(IOLoop(multi, limiter: limiter, maxInFlight: maxInFlight), waker: waker)
        } catch {
            platform_waker_free(waker)
            throw error
        }
    }

    func give(back loop: BorrowedLoop) {
        lock.with { if idle.count < Self.mostIdle { idle.append(loop) } }
    }
}

/// A loop and what wakes it.
final class BorrowedLoop {
    let loop: IOLoop
    let waker: Int32

    init(_ loop: IOLoop, waker: Int32) {
        self.loop = loop
        self.waker = waker
    }

    deinit {
        // Closing a TLS connection writes to it, and the peer may be gone.
        let guarded = platform_sigpipe_hold()
        defer { platform_signals_release(guarded) }
        loop.close()
        platform_waker_free(waker)
    }
}
