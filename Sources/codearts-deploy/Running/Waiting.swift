import CPlatform
import Glibc

/// The one place where the program waits: for signals, for its output, for somebody who types, and for the news of an
/// operation, all of them together. Only the main thread waits here, and looks at everything before it does.
enum Waiting {
    /// Raised by the threads that take signals and write the output.
    private static let flag = platform_waker_new()

    static func wake() {
        platform_waker_raise(flag)
    }

    /// Returns when anything has happened, or the time is over.
    ///
    /// - Parameters:
    ///   - descriptor: what else may become readable; -1 for nothing else.
    /// - Returns: whether that has.
    @discardableResult
    static func pause(ms: Int, orReadable descriptor: CInt = -1) -> Bool {
        var waited = [
            pollfd(fd: flag, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waited, 2, CInt(clamping: ms))
        platform_waker_clear(flag)
        return waited[1].revents != 0
    }

    /// Waits until something holds, in any case no longer than so many ms.
    ///
    /// - Returns: whether it does.
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
