import CPlatform
import Glibc

/// The one place where the main thread waits: for signals, its output, keys and the events of an operation, all of them
/// together. Before it waits here it checks all of them. No other thread calls it, except to wake it.
enum MainThread {
    /// Raised by the threads that take signals and write the output.
    private static let waker = platform_waker_new()

    static func wake() {
        platform_waker_raise(waker)
    }

    /// Returns when anything happens, or the time is over.
    ///
    /// - Parameter descriptor: one more to wait for; -1 for none.
    /// - Returns: whether that one is readable.
    @discardableResult
    static func pause(ms: Int, orReadable descriptor: CInt = -1) -> Bool {
        var waited = [
            pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waited, 2, CInt(clamping: ms))
        platform_waker_clear(waker)
        return waited[1].revents != 0
    }

    /// Waits until a condition holds, at most `ms`.
    ///
    /// - Returns: whether it holds.
    @discardableResult
    static func until(ms: Int, _ holds: () -> Bool) -> Bool {
        let end = Elapsed.now + ms
        while !holds() {
            let rest = end - Elapsed.now
            if rest <= 0 { return false }
            pause(ms: rest)
        }
        return true
    }
}
