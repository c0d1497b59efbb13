import ArgumentParser
import Glibc
import Synchronization

/// The end of a run: waits for its output to be written. If that fails, the essential lines go to standard error and
/// the exit code says so.
enum ProgramExit {
    /// The side effect of a run, which matters if its output was lost.
    enum SideEffect {
        /// It only read.
        case none
        /// It changed something, and nothing runs now.
        case changed
        /// It started something that runs.
        case started
        /// It followed a deployment to its end; the exit code says how that ended.
        case followed
    }

    /// The longest wait after a signal.
    private static let interruptedMS = 500
    /// The longest wait, after the time limit, for a reader that takes nothing.
    private static let stuckMS = 2000

    private static let state = Mutex((sideEffect: SideEffect.none, untilMS: Int.max))

    static func note(_ sideEffect: SideEffect) {
        state.withLock { $0.sideEffect = sideEffect }
    }

    /// After this time, a reader that takes nothing is not waited for.
    static func note(untilMS: Int) {
        state.withLock { $0.untilMS = untilMS }
    }

    /// - Parameter code: how the command ended.
    /// - Returns: how the program ends.
    static func end(_ code: ExitCode) -> ExitCode {
        let wasInterrupted = drain()
        if let problem = problem(of: .out) { return lost(problem, code, wasInterrupted) }
        if problem(of: .error) != nil, !Stream.error.results.isEmpty {
            Stream.out.write(bytes: Stream.error.results)
            _ = drain()
        }
        return wasInterrupted && code.isSuccess ? ExitStatus.interrupted.code : code
    }

    private static func problem(of stream: Stream) -> String? {
        stream.failure.map { String(cString: strerror($0)) } ?? (stream.isBehind ? "nobody reads it" : nil)
    }

    private static func lost(_ problem: String, _ code: ExitCode, _ wasInterrupted: Bool) -> ExitCode {
        let sideEffect = state.withLock { $0.sideEffect }
        if sideEffect == .none, code.isSuccess, !wasInterrupted { leaveClosedPipe() }
        Stream.error.line("codearts-deploy: The output cannot be written: \(problem).")
        Stream.error.write(bytes: Stream.out.results)
        MainThread.until(ms: interruptedMS) { !Stream.error.isBehind }
        guard code.isSuccess else { return code }
        if wasInterrupted { return ExitStatus.interrupted.code }
        switch sideEffect {
        case .none, .changed: return ExitStatus.internalFault.code
        case .started: return ExitStatus.stillRunning.code
        case .followed: return code
        }
    }

    /// Ends as other programs do when their reader is gone, unless SIGPIPE is ignored.
    private static func leaveClosedPipe() {
        guard Stream.out.failure == EPIPE, !BlockedSignals.isIgnored(SIGPIPE) else { return }
        raise(SIGPIPE)
    }

    /// Waits until everything is written, as long as that can be expected.
    ///
    /// - Returns: whether a signal ended that.
    private static func drain() -> Bool {
        let untilMS = state.withLock { $0.untilMS }
        let beganMS = Elapsed.now
        var signalledMS = BlockedSignals.hasEnded ? beganMS : nil
        while Stream.out.isBehind || Stream.error.isBehind {
            if BlockedSignals().take() { signalledMS = signalledMS ?? Elapsed.now }
            let now = Elapsed.now
            if let signalledMS, now - signalledMS > interruptedMS { return true }
            let quietMS = now - max(beganMS, Stream.out.movedMS, Stream.error.movedMS)
            if now > untilMS, quietMS > stuckMS { return false }
            MainThread.pause(ms: 100)
        }
        return false
    }
}
