import CPlatform
import Glibc
import Synchronization

/// The signals that end the program, held back so that they interrupt nothing, and taken where the program waits anyway.
/// What was ignored at the start stays ignored: `nohup` and `trap ''` mean it.
struct BlockedSignals {
    private static let arrived = Mutex<[CInt]>([])
    private static let hasResumed = Atomic(false)
    private static let isEnding = Atomic(false)
    private static let endings = [SIGINT, SIGTERM, SIGHUP]
    /// Made once, by whoever asks first.
    private static let held: Void = hold()

    /// Make it before any other thread: threads inherit which signals are held back.
    init() {
        Self.held
    }

    /// Whether one has come since this was last asked.
    func take() -> Bool { next() != nil }

    /// The oldest that came and was not taken yet.
    func next() -> CInt? { Self.arrived.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// Whether one came that was not overruled.
    static var hasEnded: Bool { isEnding.load(ordering: .relaxed) }

    /// Somebody wants to go on all the same.
    static func overrule() {
        isEnding.store(false, ordering: .relaxed)
    }

    /// Whether the program has gone on after Ctrl-Z since this was last asked: the screen is another one then.
    static func takeResumed() -> Bool { hasResumed.exchange(false, ordering: .relaxed) }

    private static func hold() {
        var taken = sigset_t()
        sigemptyset(&taken)
        for number in endings + [SIGCONT] where !isIgnored(number) { sigaddset(&taken, number) }
        pthread_sigmask(SIG_BLOCK, &taken, nil)
        Background.run { [taken] in listen(to: taken) }
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
            Waiting.wake()
        }
    }

    /// Does something during which a read of the terminal in the background fails, instead of stopping the program.
    static func withoutStops<Result>(_ work: () -> Result) -> Result {
        var stops = sigset_t()
        var previous = sigset_t()
        sigemptyset(&stops)
        sigaddset(&stops, SIGTTIN)
        pthread_sigmask(SIG_BLOCK, &stops, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        return work()
    }

    /// Ctrl-\ is a wish and no crash, for which Swift's runtime takes it where it prints backtraces.
    static func restoreQuit() {
        if !isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
    }

    /// Whether it was when the program started: it changes nothing of that.
    static func isIgnored(_ number: CInt) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == Int(bitPattern: ignore)
    }

    /// SIG_IGN, which is a macro that Swift does not see.
    private static var ignore: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: 1) }
}
