import Glibc

/// Signals that would end or stop the program while its terminal echoes nothing. They are held back until it does again.
/// Those that end the program in good order are none of them: `BlockedSignals` has them.
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

    /// Those that somebody else holds back, or that are ignored, stay as they are.
    init() {
        sigemptyset(&held)
        pthread_sigmask(SIG_SETMASK, nil, &before)
        for signal in Self.stopping + Self.ending
        where sigismember(&before, signal) == 0 && !BlockedSignals.isIgnored(signal) {
            sigaddset(&held, signal)
        }
        pthread_sigmask(SIG_BLOCK, &held, nil)
    }

    /// One that has come since this was last asked.
    func take() -> Event? {
        var held = held
        var noTime = timespec()
        let signal = sigtimedwait(&held, nil, &noTime)
        guard signal > 0 else { return nil }
        return Self.stopping.contains(signal) ? .stop(signal) : .end(signal)
    }

    /// Lets a signal do what it does, now that the terminal is as it was. Returns where the program goes on after it.
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
