import CodeArtsDeployModel
import Glibc

/// A shutdown listener for a server, which ends at a signal and, if it was asked to, when standard input closes because
/// the process or the terminal at the other end is gone. Input without another end (`/dev/null`, a file, none at all)
/// does not end it.
struct ShutdownListener {
    /// A line on standard input that requests the end, which then needs no explanation.
    private static let endLine = Array("end\n".utf8)
    /// The interval at which a background job checks whether it is in the foreground again.
    private static let pollMS = 500

    private let signals = BlockedSignals()
    private let canClose: Bool
    private let isTerminal = isatty(STDIN_FILENO) == 1

    init(watchesInput: Bool) {
        canClose = watchesInput && Descriptors.inputHasOtherEnd
    }

    /// - Returns: the reason for the end; nil if it was requested by the line.
    func waitForEnd() -> String? {
        var watches = canClose
        var said: [UInt8] = []
        while true {
            if let signal = signals.next() { return "\(Self.name(of: signal)) came" }
            // A background job that reads the terminal is stopped.
            let mayRead = watches && (!isTerminal || Terminal.isForeground(STDIN_FILENO))
            let ms = mayRead || !watches ? -1 : Self.pollMS
            guard MainThread.pause(ms: ms, orReadable: mayRead ? STDIN_FILENO : -1) else { continue }
            if let signal = signals.next() { return "\(Self.name(of: signal)) came" }
            switch read(&said) {
            case .goesOn: continue
            case .endLine: return nil
            case .end:
                // A job that ignores SIGHUP is meant to outlive its terminal.
                if isTerminal, !Terminal.isForeground(STDIN_FILENO), BlockedSignals.isIgnored(SIGHUP) {
                    watches = false
                } else {
                    return isTerminal ? "the terminal's input has ended" : "standard input was closed"
                }
            }
        }
    }

    private enum Input {
        case goesOn, endLine, end
    }

    private func read(_ said: inout [UInt8]) -> Input {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = BlockedSignals.withoutStops { Glibc.read(STDIN_FILENO, &bytes, bytes.count) }
        if count > 0 {
            said = Array((said + bytes.prefix(count)).suffix(Self.endLine.count))
            return said == Self.endLine ? .endLine : .goesOn
        }
        if count < 0, errno == EINTR || errno == EAGAIN { return .goesOn }
        // It was put into the background at this moment.
        if count < 0, errno == EIO, isTerminal, tcgetpgrp(STDIN_FILENO) > 0, !Terminal.isForeground(STDIN_FILENO) {
            return .goesOn
        }
        return .end
    }

    private static func name(of signal: CInt) -> String {
        switch signal {
        case SIGINT: "SIGINT (Ctrl-C)"
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        default: "signal \(signal)"
        }
    }
}
