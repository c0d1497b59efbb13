import CodeArtsDeployModel

/// A reader of a plan's tree that collects every fault, with its place, and where each member of the request came from.
struct PlanReader {
    private(set) var faults: [Violation] = []

    mutating func fault(_ node: PlanNode, _ path: String, _ rule: Rule, _ message: String) {
        faults.append(Violation(path: path, rule: rule, message: message, position: node.position))
    }

    mutating func add(_ more: [Violation]) { faults += more }

    /// The members of a mapping that has no others than the known ones; nil where it is none.
    mutating func members(_ node: PlanNode, _ path: String, known: [String]) -> [String: PlanNode]? {
        guard let list = entries(node, path) else { return nil }
        var members: [String: PlanNode] = [:]
        for (key, value) in list {
            let name = key.text ?? ""
            if known.contains(name) {
                members[name] = value
            } else {
                let hint =
                    Spelling.nearest(to: name, among: known).map { "did you mean \($0)?" }
                    ?? "known are \(known.joined(separator: ", "))."
                fault(key, Self.join(path, name), .unknownField, "There is no such key; \(hint)")
            }
        }
        return members
    }

    /// The members of a mapping with any keys.
    mutating func entries(_ node: PlanNode, _ path: String) -> [(key: PlanNode, value: PlanNode)]? {
        if case .map(let members) = node.content { return members }
        fault(node, path, .type, "It must be a mapping, and is \(node.kind).")
        return nil
    }

    mutating func list(_ node: PlanNode, _ path: String) -> [PlanNode]? {
        if case .list(let list) = node.content { return list }
        fault(node, path, .type, "It must be a list, and is \(node.kind).")
        return nil
    }

    /// As it stands there: `1.10` and `yes` are no number and no truth value.
    mutating func text(_ node: PlanNode, _ path: String) -> String? {
        if case .text(let text, _) = node.content { return text }
        let advice = if case .null = node.content { " Put quotes around it if it is meant as a text." } else { "" }
        fault(node, path, .type, "It must be a text, and is \(node.kind).\(advice)")
        return nil
    }

    mutating func integer(_ node: PlanNode, _ path: String) -> Int? {
        if case .text(let text, isPlain: true) = node.content, let number = Int(signed: Array(text.utf8)[...]) {
            return number
        }
        fault(node, path, .type, "It must be a whole number.")
        return nil
    }

    mutating func boolean(_ node: PlanNode, _ path: String) -> Bool? {
        if case .text(let text, isPlain: true) = node.content, let value = ["true": true, "false": false][text] {
            return value
        }
        fault(node, path, .type, "It must be true or false.")
        return nil
    }

    /// In ms.
    mutating func duration(_ node: PlanNode, _ path: String) -> Int? {
        if let duration = node.text.flatMap({ Duration($0) }) { return duration.ms }
        fault(node, path, .type, "It must be a number of \(Duration.help).")
        return nil
    }

    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
