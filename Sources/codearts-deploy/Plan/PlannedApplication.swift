import CodeArtsDeployModel

/// An application of a plan, or what all of them have in common.
struct PlannedApplication {
    private enum Kind {
        case text, boolean, duration
    }

    private static let settings: [(key: String, name: StaticString, kind: Kind)] = [
        ("project_id", "project_id", .text), ("app_id", "app_id", .text), ("record_id", "record_id", .text),
        ("trigger_source", "trigger_source", .text), ("marker", "marker", .text), ("on_failure", "on_failure", .text),
        ("undeclared", "undeclared", .text), ("on_timeout", "on_timeout", .text), ("guard", "guard", .boolean),
        ("log", "log", .boolean), ("timeout", "timeout_ms", .duration), ("interval", "interval_ms", .duration),
        ("wait_until_idle", "wait_until_idle_ms", .duration),
    ]
    private static let shared = ["params", "env"] + settings.map(\.key)
    private static let own = ["name", "app", "task_id", "after", "wave"]

    /// Of the file, from 0.
    let index: Int
    /// The name that it is known by: its own, else the application's, else the task.
    let name: String
    let app: String?
    let taskID: String?
    let after: [(name: String, position: TextPosition)]
    let members: [PlannedMember]
    let parameters: [PlannedParameter]
    let position: TextPosition
    /// Of its name, wherever that comes from.
    let namePosition: TextPosition

    /// What all have in common.
    init(defaults node: PlanNode, _ reader: inout PlanReader) {
        let members = reader.members(node, "defaults", known: Self.shared) ?? [:]
        self.init(members, [], node, index: 0, path: "defaults", base: nil, isNeeded: true, &reader)
    }

    /// - Parameters:
    ///   - base: the defaults.
    ///   - only: the names of those that are needed; empty for all.
    init?(_ node: PlanNode, index: Int, base: PlannedApplication?, only: [String], _ reader: inout PlanReader) {
        let path = "applications[\(index)]"
        guard let members = reader.members(node, path, known: Self.own + Self.shared) else { return nil }
        let name = (members["name"] ?? members["app"] ?? members["task_id"])?.text
        if members["app"] == nil, members["task_id"] == nil {
            reader.fault(node, path, .required, "It needs app, an application's name, or task_id.")
        } else if let app = members["app"], members["task_id"] != nil {
            reader.fault(app, "\(path).app", .conflict, "Give app or task_id, not both.")
        }
        let isNeeded = only.isEmpty || name.map { only.contains($0) } ?? false
        self.init(members, Self.own, node, index: index, path: path, base: base, isNeeded: isNeeded, &reader)
    }

    private init(
        _ given: [String: PlanNode], _ own: [String], _ node: PlanNode, index: Int, path: String,
        base: PlannedApplication?, isNeeded: Bool, _ reader: inout PlanReader
    ) {
        self.index = index
        position = node.position
        app = given["app"].flatMap { reader.text($0, "\(path).app") }
        taskID = given["task_id"].flatMap { reader.text($0, "\(path).task_id") }
        let ownName = given["name"].flatMap { reader.text($0, "\(path).name") }
        name = ownName ?? app ?? taskID ?? ""
        namePosition = (given["name"] ?? given["app"] ?? given["task_id"] ?? node).position
        after = given["after"].map { Self.names($0, "\(path).after", &reader) } ?? []
        var members = Self.settings.compactMap { setting in
            given[setting.key].flatMap { Self.member(setting, $0, "\(path).\(setting.key)", &reader) }
        }
        if let node = given["wave"], let wave = reader.integer(node, "\(path).wave") {
            members.append(
                PlannedMember(key: "wave", name: "wave", json: Array(String(wave).utf8), position: node.position))
        }
        let inherited = base?.members.filter { known in !members.contains { $0.key == known.key } } ?? []
        self.members = members + inherited
        let parameters = reader.parameters(given, path, isNeeded: isNeeded)
        let known = base?.parameters ?? []
        let given = Set(parameters.map(\.key))
        self.parameters =
            known.filter { !given.contains($0.key) }
            + parameters.map { mine in mine.written(over: known.first { $0.key == mine.key }) }
    }

    private static func member(
        _ setting: (key: String, name: StaticString, kind: Kind), _ node: PlanNode, _ path: String,
        _ reader: inout PlanReader
    ) -> PlannedMember? {
        let json: [UInt8]? =
            switch setting.kind {
            case .text: reader.text(node, path).map(PlannedMember.quoted)
            case .boolean: reader.boolean(node, path).map { Array(($0 ? "true" : "false").utf8) }
            case .duration: reader.duration(node, path).map { Array(String($0).utf8) }
            }
        return json.map {
            PlannedMember(key: setting.key, name: setting.name, json: $0, position: node.position)
        }
    }

    /// One name, or a list.
    private static func names(
        _ node: PlanNode, _ path: String, _ reader: inout PlanReader
    ) -> [(name: String, position: TextPosition)] {
        let nodes: [PlanNode] = if case .list(let list) = node.content { list } else { [node] }
        return nodes.compactMap { node in reader.text(node, path).map { ($0, node.position) } }
    }
}
