import CodeArtsDeployEmulator
import Synchronization

/// A clock that stands still until it is told to go on. It begins at the time of the signatures in these tests.
final class TestClock: Sendable {
    private let now = Mutex(Timestamp(year: 2026, month: 6, day: 1))

    var read: @Sendable () -> Timestamp {
        { self.now.withLock { $0 } }
    }

    /// - Parameter seconds: negative to go back.
    func advance(bySeconds seconds: Int) {
        now.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }

    func advance(byMS milliseconds: Int) {
        now.withLock { $0 = Timestamp(microseconds: $0.microseconds + milliseconds * 1000) }
    }
}
