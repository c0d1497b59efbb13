import ArgumentParser
import CodeArtsDeployModel

/// How a command tells what it did.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, for people; json, one document at the end; or jsonl, a document a line as things happen.",
            valueName: "format"))
    var output: OutputFormat = .text

    /// Does the work of a command, and tells why it failed where it did.
    ///
    /// - Parameter showsPlaces: whether the request is a text that somebody wrote.
    /// - Throws: the exit code.
    func reporting(showsPlaces: Bool = false, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let failure as Failure {
            throw told(failure.error, failure.advice, showsPlaces)
        } catch let error as DeployError {
            throw told(error, [], showsPlaces)
        }
    }

    private func told(_ error: DeployError, _ advice: [String], _ showsPlaces: Bool) -> ExitCode {
        var report = ErrorReport(error, output, advice: advice)
        report.showsPlaces = showsPlaces
        return report.tell()
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    /// The result or the error document, and nothing else.
    case json
    /// Each event or element on a line of its own.
    case jsonl
}
