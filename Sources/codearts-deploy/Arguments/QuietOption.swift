import ArgumentParser

/// For scripts: `record=$(codearts-deploy start … --quiet)`.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print the record's id alone, and nothing else on standard output.")
    var quiet = false

    func check(_ output: OutputOptions) throws {
        if quiet, output.output != .text {
            throw ValidationError("--quiet and --output \(output.output.rawValue) do not go together.")
        }
    }
}
