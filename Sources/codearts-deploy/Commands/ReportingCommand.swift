import ArgumentParser
import CodeArtsDeployModel

/// A command that reports its failures in the format of its output.
protocol ReportingCommand: ParsableCommand {
    var output: OutputOptions { get }

    /// Replaces the text of a result or an error on standard output.
    var template: OutputTemplate? { get }

    /// Whether its request is a text that somebody wrote, so that lines and columns mean something.
    var showsPlaces: Bool { get }

    /// The file that it stands in; nil if it has no name.
    var placesFile: String? { get }

    func work() throws
}

extension ReportingCommand {
    var template: OutputTemplate? { nil }
    var showsPlaces: Bool { false }
    var placesFile: String? { nil }

    /// - Throws: the exit code.
    func run() throws {
        do {
            try work()
        } catch let failure as Failure {
            throw report(failure.error, failure.hints)
        } catch let error as DeployError {
            throw report(error, [])
        }
    }

    private func report(_ error: DeployError, _ hints: [String]) -> ExitCode {
        var report = ErrorReport(error, output.output, hints: hints)
        report.showsPlaces = showsPlaces
        report.template = template
        report.placesFile = placesFile
        return report.write()
    }
}
