import Glibc

/// The prompt after Ctrl-C: what should happen to a deployment, or to all that run.
struct InterruptPrompt {
    enum Answer {
        case stop, leave, goOn
        /// A signal came first.
        case signal(CInt)
    }

    private static let sliceMS = 100

    private let signals: BlockedSignals
    private let isAboutMany: Bool

    init(_ signals: BlockedSignals, isAboutMany: Bool = false) {
        self.signals = signals
        self.isAboutMany = isAboutMany
    }

    /// - Parameter isRunning: once the deployment has ended, the prompt goes away.
    func ask(while isRunning: () -> Bool) -> Answer {
        let (what, it) = isAboutMany ? ("deployments that run", "them") : ("deployment", "it")
        Stream.error.write("\nStop the \(what) [s], leave \(it) running [l], or go on following \(it) [Enter]? ")
        var line: [UInt8] = []
        // A job that was put into the background cannot ask any more.
        while isRunning(), Terminal.isForeground(STDIN_FILENO) {
            if let signal = signals.next() {
                Stream.error.write("\n")
                return .signal(signal)
            }
            guard MainThread.pause(ms: Self.sliceMS, orReadable: STDIN_FILENO) else { continue }
            var byte: UInt8 = 0
            let count = BlockedSignals.withoutStops { read(STDIN_FILENO, &byte, 1) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            if count == 1, byte != UInt8(ascii: "\n") {
                line.append(byte)
            } else {
                return Self.meaning(of: line)
            }
        }
        Stream.error.write("\n")
        return .goOn
    }

    private static func meaning(of line: [UInt8]) -> Answer {
        switch line.first {
        case UInt8(ascii: "s"), UInt8(ascii: "S"): .stop
        case UInt8(ascii: "l"), UInt8(ascii: "L"): .leave
        default: .goOn
        }
    }
}
