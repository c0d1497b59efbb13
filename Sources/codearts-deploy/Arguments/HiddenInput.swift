import CodeArtsDeployModel
import Glibc

/// Asks on the terminal for something that must not be seen there.
struct HiddenInput {
    private let signals: HeldSignals

    init(_ signals: HeldSignals) {
        self.signals = signals
    }

    /// The terminal echoes again when this returns, also after Ctrl-C.
    func ask(_ question: String) throws -> [UInt8] {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw DeployError(
                .invalidArgument, "There is no terminal to ask on: use --param-env instead. Nothing was sent.")
        }
        defer { close(terminal) }
        guard Terminal.isForeground(terminal) else {
            throw DeployError(
                .invalidArgument,
                "A job in the background cannot ask on the terminal: use --param-env instead. Nothing was sent.")
        }
        var usual = termios()
        tcgetattr(terminal, &usual)
        var hidden = usual
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(terminal, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(terminal, TCSAFLUSH, &usual)
            Stream(descriptor: terminal).write("\n")
        }
        Stream(descriptor: terminal).write(question)
        guard let line = LineInput(terminal, signals).read() else { throw ExitStatus.interrupted.code }
        return line
    }
}
