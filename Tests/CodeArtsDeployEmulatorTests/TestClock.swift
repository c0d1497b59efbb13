import CodeArtsDeployEmulator
import Synchronization

/// A clock that stands still until it is told to go on. It begins at the time of the signatures in these tests.
final class TestClock: Sendable {
    private let now = Mutex(Moment(year: 2026, month: 6, day: 1))

    var read: @Sendable () -> Moment {
        { self.now.withLock { $0 } }
    }

    /// - Parameter seconds: negative to go back.
    func advance(bySeconds seconds: Int) {
        now.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }

    func advance(byMs milliseconds: Int) {
        now.withLock { $0 = Moment(microseconds: $0.microseconds + milliseconds * 1000) }
    }
}
