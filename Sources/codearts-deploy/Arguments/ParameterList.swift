import CodeArtsDeployModel

/// The parameters of a start from all sources, each key once.
struct ParameterList {
    private var parameters: [Parameter] = []

    /// The elements of `params`.
    var elements: [[UInt8]] { parameters.map(\.json) }

    /// - Parameter other: from the same kind of source, where none takes precedence.
    mutating func add(_ other: Parameter) throws(DeployError) {
        if let key = other.key, let first = parameters.first(where: { $0.key == key }) {
            throw Self.twice(key, first.place, other)
        }
        parameters.append(other)
    }

    /// Options take precedence over files.
    func overridden(by options: ParameterList) -> ParameterList {
        var list = self
        list.parameters.removeAll { known in known.key != nil && options.parameters.contains { $0.key == known.key } }
        list.parameters += options.parameters
        return list
    }

    func type(of key: String) -> String? { parameters.first { $0.key == key }?.type }

    private static func twice(_ key: String, _ first: String, _ second: Parameter) -> DeployError {
        second.fault(.duplicate, "The key \(key) is given here and at \(first).")
    }

    /// Adds to each fault that the library found the place where the parameter was written.
    func named(_ error: DeployError) -> DeployError {
        var error = error
        error.violations = error.violations.map { violation in
            guard let place = place(of: violation.path) else { return violation }
            let message = "\(violation.message) (\(place))"
            error.message = error.message.hasSuffix(violation.message) ? error.message + " (\(place))" : error.message
            return Violation(path: violation.path, rule: violation.rule, message: message)
        }
        return error
    }

    /// - Parameter path: `params[2].value`
    private func place(of path: String) -> String? {
        guard path.hasPrefix("params["), let end = path.firstIndex(of: "]"),
            let index = Int(path[..<end].dropFirst("params[".count)), parameters.indices.contains(index)
        else { return nil }
        return parameters[index].place
    }
}
