import CodeArtsDeployModel
import Glibc

/// How long a server lives: until a signal tells it to end, or until its standard input closes, as it does when the
/// process or the terminal at the other end is gone. What has no other end (`/dev/null`, a file, no standard input at
/// all) does not end it.
struct Lifetime {
    /// A word on standard input in place of its end, from whoever has had enough: then there is nothing to explain.
    private static let farewell = Array("end\n".utf8)
    /// How often somebody who was put into the background looks whether that is over.
    private static let lookMS = 500

    private let signals = BlockedSignals()
    private let canClose = Descriptors.inputHasOtherEnd
    private let isTerminal = isatty(STDIN_FILENO) == 1

    /// - Returns: why it is over; nil where whoever ended it knows.
    func waitForEnd() -> String? {
        var watches = canClose
        var said: [UInt8] = []
        while true {
            if let signal = signals.next() { return "\(Self.name(of: signal)) came" }
            // Whoever reads the keys in the background is stopped.
            let mayRead = watches && (!isTerminal || Terminal.isForeground(STDIN_FILENO))
            let ms = mayRead || !watches ? -1 : Self.lookMS
            guard Waiting.pause(ms: ms, orReadable: mayRead ? STDIN_FILENO : -1) else { continue }
            if let signal = signals.next() { return "\(Self.name(of: signal)) came" }
            switch read(&said) {
            case .goesOn: continue
            case .farewell: return nil
            case .end:
                // Who ignores that the terminal goes away wants to outlive it.
                if isTerminal, !Terminal.isForeground(STDIN_FILENO), BlockedSignals.isIgnored(SIGHUP) {
                    watches = false
                } else {
                    return isTerminal ? "the terminal's input has ended" : "standard input was closed"
                }
            }
        }
    }

    private enum Input {
        case goesOn, farewell, end
    }

    private func read(_ said: inout [UInt8]) -> Input {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = BlockedSignals.withoutStops { Glibc.read(STDIN_FILENO, &bytes, bytes.count) }
        if count > 0 {
            said = Array((said + bytes.prefix(count)).suffix(Self.farewell.count))
            return said == Self.farewell ? .farewell : .goesOn
        }
        if count < 0, errno == EINTR || errno == EAGAIN { return .goesOn }
        // It was put into the background in this moment.
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
