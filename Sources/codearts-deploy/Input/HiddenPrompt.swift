import CodeArtsDeployModel
import Glibc

/// A prompt for a secret, which the terminal does not echo. The terminal is restored when it returns, also after Ctrl-C,
/// and before any signal ends or stops the program.
struct HiddenPrompt {
    private static let sliceMS = 100
    /// A second line of the same paste arrives within this time.
    private static let pasteMS = 100

    private let signals: BlockedSignals

    init(_ signals: BlockedSignals) {
        self.signals = signals
    }

    /// - Parameter option: the option that requested the prompt.
    func ask(_ question: String, for option: String) throws(DeployError) -> [UInt8] {
        guard let terminal = NoEchoTerminal() else { throw Self.nobody(option, "There is no terminal to ask on") }
        defer { terminal.close() }
        guard terminal.isForeground else { throw Self.nobody(option, "Nobody can be asked in the background") }
        let others = TerminalSignals()
        defer { others.release() }
        guard terminal.hide() else { throw Self.nobody(option, "The terminal would show what is typed") }
        // Input after a line that was taken is for the next prompt, which refuses it, or for the shell.
        var isTaken = false
        defer {
            terminal.restore(dropping: !isTaken)
            terminal.write("\n")
        }
        try begin(question, for: option, on: terminal)
        let line = try typed(on: terminal, question, for: option, others)
        if let problem = Self.problem(line) {
            discard(on: terminal)
            throw Self.refused(option, problem.rule, problem.message)
        }
        isTaken = true
        return line.bytes
    }

    /// The beginning of a secret may have been typed before the prompt: the rest alone would be wrong.
    private func begin(_ question: String, for option: String, on terminal: NoEchoTerminal) throws(DeployError) {
        if terminal.dropTypedAhead() {
            discard(on: terminal)
            throw Self.refused(option, .pattern, "Something was typed before the question came, and it was visible.")
        }
        terminal.write(question)
    }

    private func typed(
        on terminal: NoEchoTerminal, _ question: String, for option: String, _ others: TerminalSignals
    ) throws(DeployError) -> LineEditor {
        // A character has up to four bytes.
        let empty = LineEditor(terminal.keys, maxBytes: StringRule.parameterValue.length.upperBound * 4)
        var line = empty
        var wasAway = false
        while true {
            if signals.take() {
                throw DeployError(.cancelled, "Interrupted at the question. Nothing was sent.", outcome: .notSent)
            }
            if let signal = others.take() {
                terminal.restore(dropping: true)
                switch signal {
                case .end(let signal), .stop(let signal): others.obey(signal)
                }
            }
            if terminal.isGone {
                line.cut()
                return line
            }
            // It was resumed after a stop, or another job has the terminal: it asks again in the foreground.
            if wasAway || !terminal.isHidden || !terminal.isForeground {
                guard terminal.isForeground, terminal.hide() else {
                    wasAway = true
                    MainThread.pause(ms: Self.sliceMS)
                    continue
                }
                wasAway = false
                line = empty
                try begin(question, for: option, on: terminal)
            }
            guard let bytes = terminal.read(waitingMS: Self.sliceMS) else {
                line.cut()
                return line
            }
            if take(bytes[...], into: &line, on: terminal) { return line }
        }
    }

    /// - Returns: whether the line is complete.
    private func take(_ bytes: ArraySlice<UInt8>, into line: inout LineEditor, on terminal: NoEchoTerminal) -> Bool {
        var rest = bytes
        while let byte = rest.popFirst() {
            line.take(byte)
            guard line.state != .open else { continue }
            if line.state == .ended { checkForMore(byte, rest, &line, on: terminal) }
            return true
        }
        return false
    }

    /// Whether more follows the end of the line already; CR and LF together are one end.
    private func checkForMore(
        _ end: UInt8, _ rest: ArraySlice<UInt8>, _ line: inout LineEditor, on terminal: NoEchoTerminal
    ) {
        var rest = Array(rest)
        if rest.isEmpty || (end == UInt8(ascii: "\r") && rest == [UInt8(ascii: "\n")]) {
            rest += terminal.read(waitingMS: Self.pasteMS) ?? []
        }
        if end == UInt8(ascii: "\r"), rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
        if !rest.isEmpty { line.goOnAfterEnd() }
    }

    /// The rest of a refused paste must not reach the shell, which would show and run it.
    private func discard(on terminal: NoEchoTerminal) {
        for _ in 0..<50 {
            guard let bytes = terminal.read(waitingMS: Self.pasteMS), !bytes.isEmpty else { return }
        }
    }

    private static func problem(_ line: LineEditor) -> (rule: Rule, message: String)? {
        let most = StringRule.parameterValue.length.upperBound
        switch line.state {
        case .ended:
            if UTF8Sequence.firstFault(in: line.bytes) != nil { return (.encoding, "What was typed is not UTF-8.") }
            let count = line.bytes.count { $0 & 0xC0 != 0x80 }
            return count > most ? (.length, "What was typed has more than \(most) characters, the limit.") : nil
        case .open, .cutOff: return (.required, "The input ended (Ctrl-D) before Enter was pressed.")
        case .severalLines: return (.pattern, "More than one line was typed or pasted, and only one can be meant.")
        case .control(let byte):
            return (.pattern, "A key was pressed that is no text (\(name(byte))). Use --param-env for such a value.")
        case .tooLong: return (.length, "What was typed has more than \(most) characters, the limit.")
        }
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x1B: "Esc, an arrow or a function key"
        case 0..<0x20: "Ctrl-\(UnicodeScalar(byte + 0x40))"
        default: "Delete"
        }
    }

    private static func refused(_ option: String, _ rule: Rule, _ message: String) -> DeployError {
        var error = DeployError(.invalidArgument, "\(option): \(message) Nothing was sent.", outcome: .notSent)
        error.violations = [Violation(path: option, rule: rule, message: message)]
        return error
    }

    private static func nobody(_ option: String, _ reason: String) -> DeployError {
        DeployError(
            .invalidArgument, "\(option): \(reason): use --param-env instead. Nothing was sent.", outcome: .notSent)
    }
}
