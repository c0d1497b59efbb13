import ArgumentParser
import CodeArtsDeployModel

/// Options for the parameters of a start.
struct ParameterOptions: ParsableArguments {
    @Option(
        name: .customLong("param"),
        help: ArgumentHelp(
            """
            A parameter of the application; can be given more than once. The type is text (the default), host_group, \
            enum or encrypt.
            """, valueName: "key[:type]=value"))
    var given: [String] = []

    @Option(
        name: .customLong("param-env"),
        help: ArgumentHelp(
            "A parameter whose value is in an environment variable; its type is encrypt unless another is given.",
            valueName: "key[:type]=variable"))
    var fromVariables: [String] = []

    @Option(
        name: .customLong("param-prompt"),
        help: ArgumentHelp(
            "A parameter whose value is typed on the terminal, unseen; its type is encrypt unless another is given.",
            valueName: "key[:type]"))
    var prompted: [String] = []

    @Option(
        name: .customLong("params-file"),
        help: ArgumentHelp(
            """
            Parameters as JSON: [{"key": ..., "value": ..., "type": ...}], or {"key": value, "key:type": value}; - is \
            standard input.
            """, valueName: "file"),
        completion: .file(extensions: ["json"]))
    var files: [FilePath] = []

    /// Each key once: an option takes precedence over the file; any other key given twice is refused.
    ///
    /// - Parameter signals: interrupt a prompt, or the wait for a pipe.
    func list(_ signals: BlockedSignals) throws -> ParameterList {
        var fromFiles = ParameterList()
        for file in files { try ParameterFile(file).add(to: &fromFiles, signals) }
        var list = ParameterList()
        for (index, text) in given.enumerated() {
            let place = "--param number \(index + 1)"
            let parts = try Self.split(text, place)
            let name = ParameterName(parts.name)
            let type = name.type ?? fromFiles.type(of: name.key) ?? "text"
            try list.add(Parameter(name.key, type: type, Array(parts.value.utf8), at: place))
        }
        for (index, text) in fromVariables.enumerated() {
            let place = "--param-env number \(index + 1)"
            let parts = try Self.split(text, place)
            guard let value = EnvironmentVariable.bytes(parts.value) else {
                throw Self.fault("The variable \(parts.value) of --param-env is not set.")
            }
            let name = ParameterName(parts.name)
            try list.add(
                Parameter(name.key, type: name.type ?? "encrypt", value, at: "\(place) (the variable \(parts.value))"))
        }
        try ask(for: prompted.map(ParameterName.init), adding: &list, signals)
        return fromFiles.overridden(by: list)
    }

    /// Checks everything first: a command that will be refused does not prompt.
    private func ask(for names: [ParameterName], adding list: inout ParameterList, _ signals: BlockedSignals) throws {
        var rehearsal = list
        let places = names.indices.map { "--param-prompt number \($0 + 1)" }
        for (name, place) in zip(names, places) {
            try rehearsal.add(Parameter(name.key, type: "text", [], at: place))
        }
        for (name, place) in zip(names, places) {
            let value = try HiddenPrompt(signals).ask("Value of \(Printable.line(name.key)): ", for: place)
            try list.add(Parameter(name.key, type: name.type ?? "encrypt", value, at: place))
        }
    }

    /// - Parameter place: names the option without repeating its value, which may be a secret.
    private static func split(_ text: String, _ place: String) throws(DeployError) -> (name: String, value: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(parts[0]), let value = String(parts[1]) else {
            throw fault("\(place) has no = between its key and its value.")
        }
        return (name, value)
    }

    private static func fault(_ message: String) -> DeployError {
        DeployError(.invalidArgument, "\(message) Nothing was sent.", outcome: .notSent)
    }
}
