import CodeArtsDeployModel

/// A JSON file of parameters.
struct ParameterFile {
    private let path: FilePath
    private var name: String { path.isStandardInput ? "standard input" : path.text }

    init(_ path: FilePath) {
        self.path = path
    }

    /// Adds the elements of an array as they are, the members of an object with their types.
    func add(to list: inout ParameterList, _ signals: BlockedSignals) throws {
        let text = try TextSource.file(path).read(for: "--params-file", signals)
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: text)
        } catch {
            let place = "line \(error.position.line), column \(error.position.column)"
            throw DeployError(
                .invalidArgument, "\(name) is not JSON: \(error.message) (\(place)) Nothing was sent.",
                outcome: .notSent)
        }
        switch document.root.kind {
        case .array:
            for element in document.root.elements { try list.add(Parameter(element, at: place(element))) }
        case .object:
            for member in document.root.members { try list.add(parameter(member)) }
        default: throw fault("It must be an array of parameters, or an object of keys and values.")
        }
    }

    private func parameter(_ member: JSONMember) throws -> Parameter {
        let name = ParameterName(member.name)
        let value: [UInt8]
        switch member.value.kind {
        case .string: value = Array(member.value.stringBytes ?? [])
        case .number, .boolean: value = Array(member.value.raw)
        default:
            throw fault("The value of \(name.key) is \(member.value.kind.description); it must be a text or a number.")
        }
        return try Parameter(name.key, type: name.type ?? "text", value, at: place(member.nameValue))
    }

    private func place(_ value: JSONValue) -> String {
        "\(name), line \(value.position.line), column \(value.position.column)"
    }

    private func fault(_ message: String) -> DeployError {
        DeployError(.invalidArgument, "\(name) gives no parameters: \(message) Nothing was sent.", outcome: .notSent)
    }
}
