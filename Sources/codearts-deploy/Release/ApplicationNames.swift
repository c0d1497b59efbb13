import CodeArtsDeployModel

/// The applications of a project by their names, to find the tasks that a plan means.
struct ApplicationNames {
    private static let pageSize = 100
    /// For more names than this, all applications are listed instead.
    private static let maxSearches = 10

    private struct Found {
        let name: String
        let taskID: String?
    }

    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    /// The tasks of a plan's applications, in their order.
    ///
    /// - Throws: every name that is not exactly one application's.
    func tasks(_ plan: Plan, in file: PlanFile) throws -> [String] {
        let names = Set(plan.applications.compactMap(\.app))
        let searches: [String?] = names.count > Self.maxSearches ? [nil] : names.sorted()
        var known: [String: [Found]] = [:]
        for search in searches {
            for found in try list(search) { known[found.name, default: []].append(found) }
        }
        var faults: [Violation] = []
        let tasks = plan.applications.map { application in
            if let taskID = application.taskID { return taskID }
            let name = application.app ?? ""
            let found = known[name] ?? []
            if found.count == 1, let taskID = found[0].taskID { return taskID }
            faults.append(
                Violation(
                    path: "applications[\(application.index)].app", rule: .enum,
                    message: Self.problem(name, found, known), position: application.namePosition))
            return ""
        }
        if !faults.isEmpty { throw file.refusal(faults) }
        return tasks
    }

    private static func problem(_ name: String, _ found: [Found], _ known: [String: [Found]]) -> String {
        let shown = Printable.line(name)
        if found.count > 1 {
            let tasks = found.compactMap(\.taskID).joined(separator: ", ")
            return "\(found.count) applications have the name \(shown): give task_id, one of \(tasks)."
        }
        if found.count == 1 { return "The application \(shown) has no deployment task." }
        let near = Spelling.nearest(to: name, among: known.keys.sorted())
        let hint = near.map { " Did you mean \(Printable.line($0))?" } ?? ""
        return "The project has no application \(shown) that this caller may see.\(hint)"
    }

    /// - Parameter search: a part of the names; nil for all.
    private func list(_ search: String?) throws -> [Found] {
        var all: [Found] = []
        var page = 1
        while true {
            let request = jsonObject {
                $0.member("page", page)
                $0.member("size", Self.pageSize)
                $0.member("search", ifKnown: search)
            }
            let reply = try session.perform(.listAllApp, request)
            let found = reply["result"]?.elements.map { $0 } ?? []
            all += found.map { each in
                Found(
                    name: each["name"]?.string ?? "",
                    taskID: each["arrange_infos"]?.elements.first { _ in true }?["id"]?.string)
            }
            let total = reply["total_num"]?.integer ?? 0
            if found.isEmpty || page * Self.pageSize >= total { return all }
            page += 1
        }
    }
}
