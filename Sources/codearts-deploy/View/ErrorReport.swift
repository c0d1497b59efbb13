import ArgumentParser
import CodeArtsDeployModel

/// Tells why something failed. The library's message says what happened, whether it was sent and what to do; here comes
/// only what it leaves out.
struct ErrorReport {
    private let error: DeployError
    private let format: OutputFormat
    private let advice: [String]
    /// Whether the end of the log is news.
    var showsLog = true
    /// Whether the faulty text is one that somebody wrote, so that lines and columns mean something.
    var showsPlaces = false

    /// - Parameter advice: commands to go on with.
    init(_ error: DeployError, _ format: OutputFormat, advice: [String] = []) {
        self.error = error
        self.format = format
        self.advice = advice
    }

    /// - Returns: the exit code that belongs to it.
    func tell() -> ExitCode {
        switch format {
        case .text:
            Stream.error.line("codearts-deploy: \(Printable.line(error.message))")
            for line in details + advice { Stream.error.line(line) }
        case .json, .jsonl: Stream.out.line(error.document)
        }
        return ExitStatus(error).code
    }

    private var details: [String] {
        var lines = error.violations.enumerated().compactMap { line(about: $1, isFirst: $0 == 0) }
        guard let document = try? JSONDocument(parsing: error.document) else { return lines }
        for check in document.root["checks"]?.elements.map({ $0 }) ?? [] { lines.append(Checks.line(check)) }
        if let candidates = document.root["candidates"] {
            lines += candidates.elements.map { "  It may be \(Printable.line($0.plain))." }
        }
        if let deployment = document.root["deployment"] { lines += ending(of: deployment) }
        return lines
    }

    /// - Parameter isFirst: then the message has its words already.
    private func line(about violation: Violation, isFirst: Bool) -> String? {
        let place = showsPlaces ? violation.position.map { "line \($0.line), column \($0.column)" } : nil
        if isFirst { return place.map { "  That is at \($0)." } }
        let words = Printable.line("\(violation.path): \(violation.message)")
        return "  \(words)" + (place.map { " (\($0))" } ?? "")
    }

    /// The end of its log, and what became of going back.
    private func ending(of deployment: JSONValue) -> [String] {
        var lines: [String] = []
        if showsLog, let tail = deployment["log_tail"]?.string {
            lines.append("The end of its log:")
            lines += Printable.lines(tail).map { "  | \($0)" }
        }
        if let rollback = deployment["rollback"], let record = rollback["record_id"]?.string {
            let state = Printable.line(rollback["state"]?.string ?? "unknown")
            lines.append("Going back to an earlier deployment: record \(Printable.line(record)), state \(state).")
        }
        return lines
    }
}
