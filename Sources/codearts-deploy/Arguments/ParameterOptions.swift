import ArgumentParser
import CodeArtsDeployModel

/// The parameters of a start, from wherever they may come.
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
            "A parameter whose value stands in a variable; of the type encrypt unless another is named.",
            valueName: "key[:type]=variable"))
    var fromVariables: [String] = []

    @Option(
        name: .customLong("param-prompt"),
        help: ArgumentHelp(
            "A parameter whose value is asked for on the terminal, unseen; encrypt unless another type is named.",
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
    var files: [String] = []

    /// The elements of `params`, each of them JSON text. What is wrong with their values, the library says.
    ///
    /// - Parameter signals: who hears of Ctrl-C while somebody types.
    func elements(_ signals: HeldSignals) throws -> [[UInt8]] {
        var elements: [[UInt8]] = []
        for file in files { elements += try ParameterFile(file).elements() }
        for (index, text) in given.enumerated() {
            let parts = try Self.split(text, "--param", index)
            elements.append(Parameter(parts.name, defaultType: "text").json(Array(parts.value.utf8)))
        }
        for (index, text) in fromVariables.enumerated() {
            let parts = try Self.split(text, "--param-env", index)
            guard let value = Variable.bytes(parts.value) else {
                throw DeployError(
                    .invalidArgument, "The variable \(parts.value) of --param-env is not set. Nothing was sent.")
            }
            elements.append(Parameter(parts.name, defaultType: "encrypt").json(value))
        }
        for name in prompted {
            let parameter = Parameter(name, defaultType: "encrypt")
            elements.append(parameter.json(try HiddenInput(signals).ask("Value of \(parameter.key): ")))
        }
        return elements
    }

    /// - Parameter index: tells which one is wrong, without repeating what may be a secret.
    private static func split(_ text: String, _ option: String, _ index: Int) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "=") else {
            throw DeployError(
                .invalidArgument,
                "\(option) number \(index + 1) has no = between its key and its value. Nothing was sent.")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}

/// A key with its type, as they are written together: no key has a colon.
struct Parameter {
    let key: String
    let type: String

    /// - Parameter name: `key` or `key:type`.
    init(_ name: String, defaultType: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        key = String(parts[0])
        type = parts.count == 2 ? String(parts[1]) : defaultType
    }

    func json(_ value: [UInt8]) -> [UInt8] {
        var json = JSONWriter()
        json.object {
            $0.member("key", key)
            $0.name("value")
            $0.string(utf8: value)
            $0.member("type", type)
        }
        return json.bytes
    }
}
