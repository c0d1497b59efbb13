import Glibc

/// SIGINT and SIGTERM, held back so that they interrupt nothing, and taken where the program waits anyway. No work is
/// ever done in a handler.
struct HeldSignals {
    private var signals = sigset_t()

    /// Make it before any other thread: threads inherit which signals are held back.
    init() {
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Whether one has come since this was last asked.
    func take() -> Bool {
        var signals = signals
        var noTime = timespec()
        return sigtimedwait(&signals, nil, &noTime) > 0
    }

    func wait() {
        var signals = signals
        var received: CInt = 0
        sigwait(&signals, &received)
    }
}
