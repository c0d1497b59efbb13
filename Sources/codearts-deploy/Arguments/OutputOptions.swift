import ArgumentParser

/// Options for the format of the output.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, for people; json, one document at the end; or jsonl, a document a line as things happen.",
            valueName: "format"))
    var output: OutputFormat = .text
}

extension OutputFormat: ExpressibleByArgument {}

/// The option for scripts: `record=$(codearts-deploy start … --quiet)`.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print the record's id alone, and nothing else on standard output.")
    var quiet = false

    func check(_ output: OutputOptions) throws {
        if quiet, output.output != .text {
            throw ValidationError("--quiet and --output \(output.output.rawValue) do not go together.")
        }
    }
}
