import Glibc

/// The signals that would end or stop the program while its terminal does not echo. They are blocked until it does again.
/// `BlockedSignals` has those that end the program in an orderly way.
struct TerminalSignals {
    enum Event {
        case stop(CInt)
        case end(CInt)
    }

    private static let stopping = [SIGTSTP, SIGTTIN, SIGTTOU]
    private static let ending = [
        SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT, SIGXCPU, SIGXFSZ,
    ]

    private var held = sigset_t()
    private var before = sigset_t()

    /// Signals that are blocked or ignored already stay so.
    init() {
        sigemptyset(&held)
        pthread_sigmask(SIG_SETMASK, nil, &before)
        for signal in Self.stopping + Self.ending
        where sigismember(&before, signal) == 0 && !BlockedSignals.isIgnored(signal) {
            sigaddset(&held, signal)
        }
        pthread_sigmask(SIG_BLOCK, &held, nil)
    }

    /// One that arrived since the last call.
    func take() -> Event? {
        var held = held
        var noTime = timespec()
        let signal = sigtimedwait(&held, nil, &noTime)
        guard signal > 0 else { return nil }
        return Self.stopping.contains(signal) ? .stop(signal) : .end(signal)
    }

    /// Lets a signal act, once the terminal is restored. Returns if the program continues after it.
    func obey(_ signal: CInt) {
        var one = sigset_t()
        sigemptyset(&one)
        sigaddset(&one, signal)
        raise(signal)
        pthread_sigmask(SIG_UNBLOCK, &one, nil)
        pthread_sigmask(SIG_BLOCK, &one, nil)
    }

    func release() {
        var before = before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
