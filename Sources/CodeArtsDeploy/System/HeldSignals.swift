internal import CPlatform

/// The signals that a thread of the host does not hear of while it works for the library: SIGPIPE never, the others
/// only while it waits, so that none arrives unseen between a look and a wait.
struct HeldSignals {
    fileprivate var guarded: platform_signal_guard

    /// Holds back what a handler of the host's may be for, until `release`.
    init() {
        guarded = platform_signals_hold()
    }

    func release() {
        platform_signals_release(guarded)
    }
}

/// A set of descriptors to wait for, the first of them a waker.
struct PollSet {
    private var watched: [pollfd]

    init(waker: Int32) {
        watched = [pollfd(fd: waker, events: Int16(POLLIN), revents: 0)]
    }

    /// - Parameter events: 0 to watch it no longer.
    mutating func watch(_ descriptor: Int32, for events: Int16) {
        let known = watched.indices.dropFirst().first { watched[$0].fd == descriptor }
        switch (known, events) {
        case (nil, 0): break
        case (nil, _): watched.append(pollfd(fd: descriptor, events: events, revents: 0))
        case (let at?, 0):
            watched.swapAt(at, watched.count - 1)
            watched.removeLast()
        case (let at?, _): watched[at].events = events
        }
    }

    /// - Returns: false where one of the signals came.
    mutating func wait(_ milliseconds: Int, letting signals: HeldSignals?) -> Bool {
        watched.withUnsafeMutableBufferPointer { watched in
            guard var guarded = signals?.guarded else {
                return platform_poll(watched.baseAddress, watched.count, Int64(milliseconds), nil)
            }
            return platform_poll(watched.baseAddress, watched.count, Int64(milliseconds), &guarded)
        }
    }

    /// What came for whom; nobody is named twice for the same.
    mutating func takeReady() -> [(descriptor: Int32, events: Int16)] {
        var ready: [(descriptor: Int32, events: Int16)] = []
        for at in watched.indices.dropFirst() where watched[at].revents != 0 {
            ready.append((watched[at].fd, watched[at].revents))
            watched[at].revents = 0
        }
        return ready
    }
}
