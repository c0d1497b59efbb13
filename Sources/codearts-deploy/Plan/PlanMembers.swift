import CodeArtsDeployModel

/// The members of a mapping, each key once.
struct PlanMembers {
    private(set) var list: [(key: PlanNode, value: PlanNode)] = []
    private var places: [String: TextPosition] = [:]

    mutating func add(_ key: PlanNode, _ value: PlanNode, _ faults: inout [Violation]) throws(PlanFault) {
        guard let name = key.text else {
            throw PlanFault(.json, "A key is a text, not \(key.kind).", at: key.position)
        }
        if let first = places[name] {
            let message = "The key \(name) is given here, and at line \(first.line), column \(first.column)."
            faults.append(Violation(path: name, rule: .duplicate, message: message, position: key.position))
            return
        }
        places[name] = key.position
        list.append((key, value))
    }

    /// Its own members take precedence.
    mutating func merge(_ source: PlanNode) {
        guard case .map(let members) = source.content else { return }
        for member in members {
            guard let name = member.key.text, places[name] == nil else { continue }
            places[name] = member.key.position
            list.append(member)
        }
    }
}
