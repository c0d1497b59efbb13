import ArgumentParser
import Glibc
import Synchronization

/// How a run ends: its output is waited for, and where that cannot be written, what must be heard goes to standard error
/// and the exit code says it.
enum Conclusion {
    /// What a run has done, as far as it matters to one who did not get its output.
    enum Deed {
        /// Nothing but looking.
        case none
        /// Something that leaves nothing running.
        case changed
        /// Something was started, and runs.
        case started
        /// A deployment was followed to its end, and the exit code says how it ended.
        case followed
    }

    /// After a signal nobody waits long.
    private static let interruptedMS = 500
    /// How long a reader who has taken nothing is waited for when the time to follow is over.
    private static let stuckMS = 2000

    private static let state = Mutex((deed: Deed.none, untilMS: Int.max))

    static func note(_ deed: Deed) {
        state.withLock { $0.deed = deed }
    }

    /// From then on a reader who takes nothing is not waited for.
    static func note(untilMS: Int) {
        state.withLock { $0.untilMS = untilMS }
    }

    /// - Parameter code: how the command ended.
    /// - Returns: how the program ends.
    static func end(_ code: ExitCode) -> ExitCode {
        let wasInterrupted = drain()
        if let problem = problem(of: .out) { return unheard(problem, code, wasInterrupted) }
        if problem(of: .error) != nil, !Stream.error.results.isEmpty {
            Stream.out.write(bytes: Stream.error.results)
            _ = drain()
        }
        return wasInterrupted && code.isSuccess ? ExitStatus.interrupted.code : code
    }

    private static func problem(of stream: Stream) -> String? {
        stream.failure.map { String(cString: strerror($0)) } ?? (stream.isBehind ? "nobody reads it" : nil)
    }

    private static func unheard(_ problem: String, _ code: ExitCode, _ wasInterrupted: Bool) -> ExitCode {
        let deed = state.withLock { $0.deed }
        if deed == .none, code.isSuccess, !wasInterrupted { leaveClosedPipe() }
        Stream.error.line("codearts-deploy: The output cannot be written: \(problem).")
        Stream.error.write(bytes: Stream.out.results)
        Waiting.until(ms: interruptedMS) { !Stream.error.isBehind }
        guard code.isSuccess else { return code }
        if wasInterrupted { return ExitStatus.interrupted.code }
        switch deed {
        case .none, .changed: return ExitStatus.internalFault.code
        case .started: return ExitStatus.stillRunning.code
        case .followed: return code
        }
    }

    /// As other programs end when their reader has had enough, unless somebody wished otherwise.
    private static func leaveClosedPipe() {
        guard Stream.out.failure == EPIPE, !BlockedSignals.isIgnored(SIGPIPE) else { return }
        raise(SIGPIPE)
    }

    /// Waits until all is written, for as long as that can be expected.
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
            Waiting.pause(ms: 100)
        }
        return false
    }
}
