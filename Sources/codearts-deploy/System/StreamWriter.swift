import CPlatform
import Glibc
import Synchronization

/// A writer with a thread of its own for one descriptor. A reader that does not read, a terminal halted with Ctrl-S or a
/// disk that hangs blocks that thread only. The descriptor keeps its flags, because other processes may share it.
final class StreamWriter: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        /// The number of bytes written.
        var written = 0
        /// The errno of the write that failed; nothing is written after it.
        var failure: CInt?
        var movedMS = 0
        var hasThread = false
    }

    private let descriptor: CInt
    private let state = Mutex(State())
    /// Raised when there is something to write.
    private let work = platform_waker_new()

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// The number of bytes to be written.
    var pending: Int { state.withLock { $0.bytes.count - $0.written } }

    /// The errno after which nothing is written.
    var failure: CInt? { state.withLock { $0.failure } }

    /// When the reader last took something, on the monotonic clock; 0 if it never did.
    var movedMS: Int { state.withLock { $0.movedMS } }

    /// - Returns: whether everything before it is written already.
    func add(_ bytes: [UInt8]) -> Bool {
        let (isFirst, isNext) = state.withLock { state in
            guard state.failure == nil else { return (false, true) }
            let isNext = state.bytes.isEmpty
            state.bytes += bytes
            defer { state.hasThread = true }
            return (!state.hasThread, isNext)
        }
        if isFirst { DetachedThread.run { self.write() } }
        platform_waker_raise(work)
        return isNext
    }

    private func write() {
        while true {
            let next = state.withLock { Array($0.bytes[$0.written...].prefix(65_536)) }
            if next.isEmpty {
                wait(for: work, POLLIN)
                platform_waker_clear(work)
                continue
            }
            let count = Glibc.write(descriptor, next, next.count)
            let failure = errno
            if count > 0 {
                took(count)
            } else if count == 0 || failure == EAGAIN {
                // Another process has made it non-blocking.
                wait(for: descriptor, POLLOUT)
            } else if failure != EINTR {
                return fail(failure)
            }
        }
    }

    private func took(_ count: Int) {
        state.withLock { state in
            state.written += count
            state.movedMS = Elapsed.now
            guard state.written == state.bytes.count else { return }
            state.bytes.removeAll(keepingCapacity: state.bytes.count <= 65_536)
            state.written = 0
        }
        MainThread.wake()
    }

    private func fail(_ number: CInt) {
        state.withLock { state in
            state.failure = number
            state.bytes = []
            state.written = 0
        }
        MainThread.wake()
    }

    private func wait(for descriptor: CInt, _ events: CInt) {
        var waited = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        poll(&waited, 1, -1)
    }
}
