import ArgumentParser

/// A command whose failures are told in the form that its output has.
protocol ReportingCommand: ParsableCommand {
    var output: OutputOptions { get }

    func work() throws
}

extension ReportingCommand {
    func run() throws {
        try output.reporting { try work() }
    }
}
