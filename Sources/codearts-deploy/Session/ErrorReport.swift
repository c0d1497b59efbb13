import ArgumentParser
import CodeArtsDeployModel

/// The report of an error. The library's message says what happened, whether it was sent and what to do; the report adds
/// what it leaves out.
struct ErrorReport {
    private let error: DeployError
    private let format: OutputFormat
    private let hints: [String]
    /// Written to standard output in addition.
    var template: OutputTemplate?
    /// False where the log was shown already.
    var showsLog = true
    /// Whether the caller wrote the faulty text, so that lines and columns mean something.
    var showsPlaces = false
    /// The file that it stands in.
    var placesFile: String?

    /// - Parameter hints: commands to go on with.
    init(_ error: DeployError, _ format: OutputFormat, hints: [String] = []) {
        self.error = error
        self.format = format
        self.hints = hints
    }

    /// - Returns: the exit code that belongs to it.
    func write() -> ExitCode {
        switch format {
        case .text:
            Stream.error.result("codearts-deploy: \(Printable.line(error.message))")
            for line in details + hints { Stream.error.result(line) }
            if let template, let document = try? JSONDocument(parsing: error.document) {
                Stream.out.result(template.filled(from: document.root))
            }
        case .json, .jsonl: Stream.out.result(error.document)
        }
        return ExitStatus(error).code
    }

    private var details: [String] {
        var lines = error.requestID.map { ["  Request id: \(Printable.line($0))"] } ?? []
        lines += error.violations.enumerated().compactMap { line(about: $1, isFirst: $0 == 0) }
        lines += error.checks.map { CheckLine.text(name: $0.name, isFine: $0.isOK, $0.message) }
        lines += error.candidates.map { "  It may be \(Printable.line($0))." }
        // The log says why it failed; of one that runs it says nothing yet.
        if showsLog, error.isOfEnded, let tail = error.deployment?.logTail {
            lines.append("The end of its log:")
            lines += Printable.lines(tail).map { "  | \($0)" }
        }
        if let rollback = error.deployment?.rollback { lines.append(Printable.line(Self.line(about: rollback))) }
        return lines
    }

    /// - Parameter isFirst: then the message contains it already.
    private func line(about violation: Violation, isFirst: Bool) -> String? {
        let place = showsPlaces ? violation.position.map(place) : nil
        if isFirst { return place.map { "  That is at \($0)." } }
        let words = Printable.line("\(violation.path): \(violation.message)")
        return "  \(words)" + (place.map { " (\($0))" } ?? "")
    }

    private func place(_ position: TextPosition) -> String {
        let file = placesFile.map { "\(Printable.line($0)), " } ?? ""
        return "\(file)line \(position.line), column \(position.column)"
    }

    /// How the rollback ended.
    private static func line(about rollback: Deployment.Rollback) -> String {
        switch rollback {
        case .deployed(let back, _):
            let place = back.failedStep?.name.map { " at the step \($0)" } ?? ""
            return "\(aim): record \(back.recordID), state \(back.state?.word ?? "unknown")\(place)."
        case .failed(let error, _):
            let state = error.deployment?.state?.word ?? "unknown"
            let fate =
                error.recordID.map { "\(aim): record \($0), last seen in the state \(state)." }
                ?? (error.outcome == .unknown
                    ? "\(aim): that may have begun or not." : "No earlier deployment was put back.")
            // The first line reports Ctrl-C.
            return error.status == .cancelled ? fate : "\(fate) \(error.message)"
        }
    }

    private static let aim = "Going back to an earlier deployment"
}
