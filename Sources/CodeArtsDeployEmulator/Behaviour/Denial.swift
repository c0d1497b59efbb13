import CodeArtsDeployModel

/// A permission that is denied: for no application, for all, or for some.
enum Denial {
    case none, all
    case tasks(Set<String>)

    /// Reads true, false, or an array of tasks.
    init(_ json: JSONValue, _ member: StaticString) throws(OrderError) {
        if let isDenied = json[member]?.boolean {
            self = isDenied ? .all : .none
        } else if json[member]?.kind == .array {
            self = .tasks(Set(try json.strings(member) ?? []))
        } else {
            throw json.fault(member, "must be true, false or an array of tasks")
        }
    }

    func covers(_ taskID: String) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .tasks(let tasks): tasks.contains(taskID)
        }
    }

    var isForAll: Bool {
        if case .all = self { return true }
        return false
    }
}
