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

/// The option for scripts that need members of the result: `--format '{record_id} {state}'`.
struct TemplateOption: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            """
            Print only these members of the result or error: '{record_id} {state}', or a JSON pointer: \
            /deployment/failed_step/name. A list gets a line for each element.
            """, valueName: "template"),
        transform: Self.parsed)
    var template: OutputTemplate?

    private static func parsed(_ text: String) throws -> OutputTemplate {
        guard let template = OutputTemplate(text) else {
            throw ValidationError("Write members in braces, '{record_id} {state}', and a brace itself twice: {{.")
        }
        return template
    }

    func check(_ output: OutputOptions, _ quiet: QuietOption? = nil) throws {
        guard template != nil else { return }
        if quiet?.quiet == true { throw ValidationError("--format and --quiet do not go together.") }
        if output.output != .text {
            throw ValidationError("--format and --output \(output.output.rawValue) do not go together.")
        }
    }
}
