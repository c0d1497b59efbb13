import CodeArtsDeployModel

/// A JSON file of parameters.
struct ParameterFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The elements of `params`: those of an array as they are, those of an object with their types spelt out.
    func elements() throws -> [[UInt8]] {
        let text = try TextSource.file(path).read()
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: text)
        } catch {
            throw fault("\(error.message) (line \(error.position.line), column \(error.position.column))")
        }
        switch document.root.kind {
        case .array: return document.root.elements.map { Array($0.raw) }
        case .object: return try document.root.members.map { try element($0.name, $0.value) }
        default: throw fault("It must be an array of parameters, or an object of keys and values.")
        }
    }

    private func element(_ name: String, _ value: JSONValue) throws -> [UInt8] {
        let parameter = Parameter(name, defaultType: "text")
        switch value.kind {
        case .string: return parameter.json(Array(value.stringBytes ?? []))
        case .number, .boolean: return parameter.json(Array(value.raw))
        default:
            throw fault("The value of \(parameter.key) is \(value.kind.description); it must be a text or a number.")
        }
    }

    private func fault(_ message: String) -> DeployError {
        DeployError(.invalidArgument, "\(path) gives no parameters: \(message) Nothing was sent.")
    }
}
