import Glibc

/// Asks, once, what is to become of a deployment.
struct Question {
    enum Answer {
        case stop, leave, goOn
        /// Ctrl-C again.
        case interrupted
    }

    private let signals: HeldSignals

    init(_ signals: HeldSignals) {
        self.signals = signals
    }

    /// - Parameter isRunning: a question about a deployment that has ended is dropped.
    func ask(while isRunning: () -> Bool) -> Answer {
        Stream.error.write("\nStop the deployment [s], leave it running [l], or go on following it [Enter]? ")
        guard let line = LineInput(STDIN_FILENO, signals).read(while: isRunning) else {
            Stream.error.write("\n")
            return isRunning() ? .interrupted : .goOn
        }
        switch line.first {
        case UInt8(ascii: "s"), UInt8(ascii: "S"): return .stop
        case UInt8(ascii: "l"), UInt8(ascii: "L"): return .leave
        default: return .goOn
        }
    }
}
