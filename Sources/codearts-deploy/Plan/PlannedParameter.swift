import CodeArtsDeployModel

/// A parameter of a planned deployment.
struct PlannedParameter {
    let key: String
    /// nil if none is given.
    let type: String?
    /// May be a secret.
    let value: [UInt8]
    /// The variable that it stands in.
    let variable: String?
    let keyPosition: TextPosition
    let valuePosition: TextPosition

    /// - Parameter base: the same parameter of the defaults, whose type is kept.
    func written(over base: PlannedParameter?) -> PlannedParameter {
        PlannedParameter(
            key: key, type: type ?? base?.type, value: value, variable: variable, keyPosition: keyPosition,
            valuePosition: valuePosition)
    }

    /// - Parameter isMasked: whether what stands in a variable, or is a secret, is left out.
    func write(to json: inout JSONWriter, isMasked: Bool) {
        let type = type ?? (variable == nil ? "text" : "encrypt")
        json.object {
            $0.member("key", key)
            $0.name("value")
            if isMasked, variable != nil || type == "encrypt" { $0.string("***") } else { $0.string(utf8: value) }
            $0.member("type", type)
        }
    }
}

extension PlanReader {
    /// Those of a level: `params` and `env` together, each key once.
    ///
    /// - Parameter isNeeded: whether variables are read.
    mutating func parameters(
        _ members: [String: PlanNode], _ path: String, isNeeded: Bool
    ) -> [PlannedParameter] {
        var list: [PlannedParameter] = []
        var keys: Set<String> = []
        for (source, isVariable) in [("params", false), ("env", true)] {
            guard let node = members[source] else { continue }
            let place = Self.join(path, source)
            for (key, value) in entries(node, place) ?? [] {
                guard let parameter = parameter(key, value, place, isVariable, isNeeded) else { continue }
                if keys.insert(parameter.key).inserted {
                    list.append(parameter)
                } else {
                    fault(key, Self.join(place, parameter.key), .duplicate, "This parameter is given twice.")
                }
            }
        }
        return list
    }

    private mutating func parameter(
        _ key: PlanNode, _ value: PlanNode, _ path: String, _ isVariable: Bool, _ isNeeded: Bool
    ) -> PlannedParameter? {
        let name = ParameterName(key.text ?? "")
        let path = Self.join(path, name.key)
        guard let text = text(value, path) else { return nil }
        var bytes: [UInt8]? = Array(text.utf8)
        if isVariable { bytes = isNeeded ? variable(text, value, path) : [] }
        guard let bytes else { return nil }
        if bytes.isEmpty, name.type == "encrypt", !isVariable {
            fault(value, path, .length, "The secret is empty. If it is meant to be, give it the type text.")
            return nil
        }
        return PlannedParameter(
            key: name.key, type: name.type, value: bytes, variable: isVariable ? text : nil,
            keyPosition: key.position, valuePosition: value.position)
    }

    private mutating func variable(_ name: String, _ node: PlanNode, _ path: String) -> [UInt8]? {
        guard let bytes = EnvironmentVariable.bytes(name) else {
            fault(node, path, .required, "The variable \(Printable.line(name)) is not set.")
            return nil
        }
        if bytes.isEmpty {
            fault(node, path, .length, "The variable \(Printable.line(name)) is empty.")
            return nil
        }
        if UTF8Sequence.firstFault(in: bytes) != nil {
            fault(node, path, .encoding, "The variable \(Printable.line(name)) is not UTF-8.")
            return nil
        }
        return bytes
    }
}
