import ArgumentParser
import CodeArtsDeployModel

extension Program {
    /// In place of the parser's own, which takes the words from the runtime and knows one form of errors.
    static func main() {
        Descriptors.fillGaps()
        BlockedSignals.restoreQuit()
        let words = Words.given
        var code = ExitStatus.success.code
        do {
            try run(words)
        } catch {
            code = told(error, words)
        }
        exit(withError: Conclusion.end(code))
    }

    private static func run(_ words: Words) throws {
        let texts: [String]
        do throws(DeployError) {
            texts = try words.parsed()
        } catch {
            throw UsageFault(error, words).tell()
        }
        var command = try parseAsRoot(texts)
        try command.run()
    }

    /// Somebody who names no command does not know how: they get the help, and a script gets no success.
    func run() throws {
        Stream.error.line(Self.helpMessage())
        throw ExitStatus.usage.code
    }

    private static func told(_ error: any Error, _ words: Words) -> ExitCode {
        let code = exitCode(for: error)
        if error is ExitCode { return code }
        let text = fullMessage(for: error)
        if code.isSuccess {
            Stream.out.line(text)
        } else if code == ExitStatus.usage.code, words.format != .text {
            _ = UsageFault(message(for: error), words).tell()
        } else {
            Stream.error.line(Printable.lines(RawText.readable(text)).joined(separator: "\n"))
        }
        return code
    }
}

/// A fault of the command line itself, before any command has begun.
private struct UsageFault {
    private let error: DeployError
    private let format: OutputFormat

    init(_ error: DeployError, _ words: Words) {
        var error = error
        if words.mayStart { error.outcome = .notSent }
        self.error = error
        format = words.format
    }

    /// - Parameter message: the parser's, which ends without a full stop.
    init(_ message: String, _ words: Words) {
        let sentence = RawText.readable(message)
        let end = sentence.hasSuffix(".") ? "" : "."
        self.init(DeployError(.invalidArgument, "\(sentence)\(end) Nothing was sent."), words)
    }

    func tell() -> ExitCode { ErrorReport(error, format).tell() }
}
