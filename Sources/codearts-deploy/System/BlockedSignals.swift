import CPlatform
import Glibc
import Synchronization

/// The signals that end the program. They are blocked, so that they interrupt nothing, and taken where the program waits.
/// A signal that was ignored at the start stays ignored, as `nohup` and `trap ''` intend.
struct BlockedSignals {
    private static let arrived = Mutex<[CInt]>([])
    private static let hasResumed = Atomic(false)
    private static let isEnding = Atomic(false)
    private static let endings = [SIGINT, SIGTERM, SIGHUP]
    /// Initialized once, on first use.
    private static let held: Void = hold()

    /// Make it before any other thread: threads inherit the blocked signals.
    init() {
        Self.held
    }

    /// Whether one arrived since the last call.
    func take() -> Bool { next() != nil }

    /// The oldest that was not taken yet.
    func next() -> CInt? { Self.arrived.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// Whether one arrived that was not overruled.
    static var hasEnded: Bool { isEnding.load(ordering: .relaxed) }

    /// The user chose to go on all the same.
    static func overrule() {
        isEnding.store(false, ordering: .relaxed)
    }

    /// Whether the program was resumed after Ctrl-Z since the last call: the screen has changed then.
    static func takeResumed() -> Bool { hasResumed.exchange(false, ordering: .relaxed) }

    private static func hold() {
        var taken = sigset_t()
        sigemptyset(&taken)
        for number in endings + [SIGCONT] where !isIgnored(number) { sigaddset(&taken, number) }
        pthread_sigmask(SIG_BLOCK, &taken, nil)
        DetachedThread.run { [taken] in listen(to: taken) }
    }

    private static func listen(to signals: sigset_t) {
        var signals = signals
        var number: CInt = 0
        while true {
            guard sigwait(&signals, &number) == 0 else { return }
            if number == SIGCONT {
                hasResumed.store(true, ordering: .relaxed)
            } else {
                isEnding.store(true, ordering: .relaxed)
                arrived.withLock { $0.append(number) }
            }
            MainThread.wake()
        }
    }

    /// Runs work during which reading the terminal from the background fails, instead of stopping the program.
    static func withoutStops<Result>(_ work: () -> Result) -> Result {
        var stops = sigset_t()
        var previous = sigset_t()
        sigemptyset(&stops)
        sigaddset(&stops, SIGTTIN)
        pthread_sigmask(SIG_BLOCK, &stops, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        return work()
    }

    /// Ctrl-\ is not a crash, which is how Swift's runtime treats it when it prints backtraces.
    static func restoreQuit() {
        if !isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
    }

    /// Whether it is ignored, as it was at the start: the program does not change that.
    static func isIgnored(_ number: CInt) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == Int(bitPattern: ignore)
    }

    /// SIG_IGN, a macro that Swift does not import.
    private static var ignore: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: 1) }
}
