import CodeArtsDeployModel

/// A release's plan, as it was read: what to deploy, in which order, and with what.
struct Plan {
    private static let keys = [
        "defaults", "applications", "waves", "max_in_flight", "max_failures", "pause", "on_release_failure", "journal",
    ]

    let applications: [PlannedApplication]
    /// The names of applications that are left out this time.
    let left: Set<String>
    private(set) var settings: [PlannedMember] = []

    /// - Parameter only: the names of the applications that are needed; empty for all.
    init(_ root: PlanNode, only: [String], _ reader: inout PlanReader) {
        guard let members = reader.members(root, "", known: Self.keys) else {
            applications = []
            left = []
            return
        }
        let defaults = members["defaults"].map { PlannedApplication(defaults: $0, &reader) }
        var all: [PlannedApplication] = []
        if let node = members["applications"] {
            let list = reader.list(node, "applications") ?? []
            if list.isEmpty { reader.fault(node, "applications", .count, "There must be one application at least.") }
            for (index, each) in list.enumerated() {
                if let application = PlannedApplication(each, index: index, base: defaults, only: only, &reader) {
                    all.append(application)
                }
            }
        } else {
            reader.fault(root, "applications", .required, "It is missing: the list of what to deploy.")
        }
        Self.check(only, all.map(\.name), root, &reader)
        applications = only.isEmpty ? all : all.filter { only.contains($0.name) }
        left = Set(all.map(\.name)).subtracting(applications.map(\.name))
        for key in Self.keys { if let node = members[key] { read(key, node, &reader) } }
    }

    private mutating func read(_ key: String, _ node: PlanNode, _ reader: inout PlanReader) {
        let value: (name: StaticString, json: [UInt8])? =
            switch key {
            case "waves": Self.waves(node, &reader).map { ("waves", $0) }
            case "max_failures": Self.share(node, key, &reader).map { ("max_failures", $0) }
            case "max_in_flight": reader.integer(node, key).map { ("max_in_flight", Array(String($0).utf8)) }
            case "pause": reader.duration(node, key).map { ("pause_ms", Array(String($0).utf8)) }
            case "on_release_failure": reader.text(node, key).map { ("on_release_failure", PlannedMember.quoted($0)) }
            case "journal": reader.text(node, key).map { ("journal", PlannedMember.quoted($0)) }
            default: nil
            }
        if let value {
            settings.append(
                PlannedMember(
                    key: key, name: value.name, json: value.json, position: node.position,
                    elements: node.elements.map(\.position)))
        }
    }

    private static func waves(_ node: PlanNode, _ reader: inout PlanReader) -> [UInt8]? {
        guard let list = reader.list(node, "waves") else { return nil }
        var json = JSONWriter()
        json.beginArray()
        for (index, each) in list.enumerated() {
            guard let share = share(each, "waves[\(index)]", &reader) else { return nil }
            json.raw(share)
        }
        json.endArray()
        return json.bytes
    }

    /// A count, or so many per cent.
    private static func share(_ node: PlanNode, _ path: String, _ reader: inout PlanReader) -> [UInt8]? {
        reader.text(node, path).map(PlannedMember.share)
    }

    /// Refuses names that the plan does not have.
    private static func check(_ only: [String], _ names: [String], _ root: PlanNode, _ reader: inout PlanReader) {
        for name in only where !names.contains(name) {
            let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
            reader.fault(root, "", .enum, "--only \(Printable.line(name)): there is no such application\(hint)")
        }
    }
}
