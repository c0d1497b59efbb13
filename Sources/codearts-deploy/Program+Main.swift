import ArgumentParser
import CodeArtsDeployModel

extension Program {
    /// Replaces the parser's own, which takes the arguments from the runtime and has one format of errors.
    static func main() {
        Descriptors.fillGaps()
        BlockedSignals.restoreQuit()
        let arguments = RawArguments.given
        var code = ExitStatus.success.code
        do {
            try run(arguments)
        } catch {
            code = report(error, arguments)
        }
        exit(withError: ProgramExit.end(code))
    }

    private static func run(_ arguments: RawArguments) throws {
        let texts: [String]
        do throws(DeployError) {
            texts = try arguments.parsed()
        } catch {
            throw UsageFault(error, arguments).report()
        }
        if let unknown = unknownCommand(texts.first) { throw unknown }
        var command = try parseAsRoot(texts)
        try command.run()
    }

    /// The parser would call it an unexpected argument.
    private static func unknownCommand(_ name: String?) -> ValidationError? {
        let known = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let name, !name.isEmpty, !name.hasPrefix("-"), !(known + ["help"]).contains(name) else { return nil }
        let near = Spelling.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
        return ValidationError("There is no command \(Printable.line(name)).\(near)")
    }

    /// Without a command: people get the help, and a script does not get success.
    func run() throws {
        Stream.error.line(Self.helpMessage())
        throw ExitStatus.usage.code
    }

    private static func report(_ error: any Error, _ arguments: RawArguments) -> ExitCode {
        let code = exitCode(for: error)
        if error is ExitCode { return code }
        let text = fullMessage(for: error)
        if code.isSuccess {
            Stream.out.line(text)
        } else if code == ExitStatus.usage.code, arguments.format != .text {
            _ = UsageFault(message(for: error), arguments).report()
        } else {
            Stream.error.line(Printable.lines(RawText.readable(text)).joined(separator: "\n"))
        }
        return code
    }
}

/// A fault of the command line itself, before any command runs.
private struct UsageFault {
    private let error: DeployError
    private let format: OutputFormat

    init(_ error: DeployError, _ arguments: RawArguments) {
        var error = error
        if arguments.mayStart { error.outcome = .notSent }
        self.error = error
        format = arguments.format
    }

    /// - Parameter message: the parser's, which has no full stop.
    init(_ message: String, _ arguments: RawArguments) {
        let sentence = RawText.readable(message)
        let end = sentence.hasSuffix(".") ? "" : "."
        self.init(DeployError(.invalidArgument, "\(sentence)\(end) Nothing was sent."), arguments)
    }

    func report() -> ExitCode { ErrorReport(error, format).write() }
}
