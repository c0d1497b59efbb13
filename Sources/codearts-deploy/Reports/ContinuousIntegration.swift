import CodeArtsDeployModel
import Glibc

/// A CI service, known by its variables: it gets what went wrong where its users look for it.
enum ContinuousIntegration {
    case gitHub, gitLab

    /// GitHub shows so many of a step, and no more.
    private static let maxAnnotations = 10

    static var current: ContinuousIntegration? {
        if EnvironmentVariable.text("GITHUB_ACTIONS") == "true" { return .gitHub }
        return EnvironmentVariable.text("GITLAB_CI") == "true" ? .gitLab : nil
    }

    /// Adds the release to the job's summary, and annotates failures.
    func show(_ release: ReleaseSummary) {
        Self.addToSummary(MarkdownReport().text(release))
        let failures = release.items.filter(\.isFailure)
        switch self {
        case .gitHub:
            for item in failures.prefix(Self.maxAnnotations) { Stream.error.line(Self.annotation(item)) }
        case .gitLab:
            for item in failures where item.logTail != nil { Self.section(item).forEach(Stream.error.line) }
        }
    }

    /// Where a file for it is named: GitHub names one, and what imitates it.
    private static func addToSummary(_ text: String) {
        guard let path = EnvironmentVariable.bytes("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        let descriptor = FilePath(bytes: path).withCString { open($0, flags, 0o666) }
        let bytes = Array(text.utf8)
        let isWritten = descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        if !isWritten {
            Stream.error.line(
                "codearts-deploy: The job's summary was not written: \(String(cString: strerror(errno))).")
        }
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: GitHub

    private static func annotation(_ item: ReleaseSummary.Item) -> String {
        let step = item.failedStep.map { " at \($0)" } ?? ""
        let title = escaped("\(item.name): \(item.state.label)\(step)", isProperty: true)
        return "::error title=\(title)::\(escaped(item.message ?? item.state.label, isProperty: false))"
    }

    /// As the workflow commands want it.
    private static func escaped(_ text: String, isProperty: Bool) -> String {
        Printable.line(text).unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case ":" where isProperty: "%3A"
            case "," where isProperty: "%2C"
            default: String(scalar)
            }
        }.joined()
    }

    // MARK: GitLab

    /// A section of the job's log that is folded up.
    private static func section(_ item: ReleaseSummary.Item) -> [String] {
        let name = "deployment_\(item.taskID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })"
        let (began, ended) = ((item.beganMS ?? 0) / 1000, (item.endedMS ?? 0) / 1000)
        let lines = Printable.lines(item.logTail ?? "").map { "  | \($0)" }
        let title = Printable.line("\(item.name): \(item.state.label)")
        return ["\u{1B}[0Ksection_start:\(began):\(name)[collapsed=true]\r\u{1B}[0K\(title)"] + lines
            + ["\u{1B}[0Ksection_end:\(ended):\(name)\r\u{1B}[0K"]
    }
}
