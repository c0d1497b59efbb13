internal import CodeArtsDeployModel

/// The `find_task` flow: the deployment task of the one application that has a name.
final class FindTask {
    private static let pageSize = 100
    /// How often a list is read again that changed while it was read: what moved to a page before is missing in it.
    private static let maxRestarts = 2
    private static let maxCandidates = 10

    private let context: FlowContext
    private let app: String
    private let project: String
    private var found: [Application] = []
    /// Names of which it is a part.
    private var alike: [String] = []
    private var total: Int?
    private var restartsLeft = 0

    private struct Application {
        let name: String
        let appID: String
        let taskID: String?

        init(_ row: JSONValue) {
            name = row["name"]?.string ?? ""
            appID = row["id"]?.string ?? ""
            taskID = row["arrange_infos"]?.elements.first { _ in true }?["id"]?.string
        }
    }

    init(_ request: JSONValue, context: FlowContext) {
        self.context = context
        app = request["app"]?.string ?? ""
        // One of them has it, or the request would have been refused.
        project = request["project_id"]?.string ?? context.configuration.projectID ?? ""
    }

    func begin(then: @escaping (Result<[UInt8], DeployError>) -> Step) -> Step {
        // The service looks for parts of names: not for ids, and only all names show which are alike.
        return list(app) { listed in
            switch listed {
            case .failure(let error): return then(.failure(error))
            case .success:
                if !self.named.isEmpty { return then(self.result(self.named)) }
                self.alike = self.found.map { $0.name }
                return self.list(nil) { listed in
                    then(listed.flatMap { self.result(self.named.isEmpty ? self.identified : self.named) })
                }
            }
        }
    }

    private var named: [Application] { found.filter { $0.name == app } }

    private var identified: [Application] { found.filter { $0.appID == app || $0.taskID == app } }

    // MARK: The list

    /// - Parameter search: a part of the names; nil for all.
    private func list(_ search: String?, then: @escaping (Result<Void, DeployError>) -> Step) -> Step {
        restartsLeft = Self.maxRestarts
        return page(1, search, then: then)
    }

    private func page(
        _ number: Int, _ search: String?, then: @escaping (Result<Void, DeployError>) -> Step
    ) -> Step {
        context.ask(.listAllApp) { json in
            json.member("project_id", self.project)
            json.member("page", number)
            json.member("size", Self.pageSize)
            json.member("search", ifKnown: search)
            // Deployments that go on meanwhile do not change this order.
            json.member("sort_name", "name")
            json.member("sort_by", "ASC")
        } then: { answer in
            switch answer {
            case .failure(var error):
                if error.status == .permission { error.message += " Give the id of the task instead of a name." }
                return then(.failure(error))
            case .success(let reply):
                let rows = reply["result"].map { Array($0.elements) } ?? []
                if number == 1 {
                    self.found = []
                } else if self.restartsLeft > 0, reply["total_num"]?.integer != self.total {
                    self.restartsLeft -= 1
                    return self.page(1, search, then: then)
                }
                self.total = reply["total_num"]?.integer
                let known = self.found.count
                for row in rows { self.add(Application(row)) }
                // A page with nothing new is the last, whatever the total says: a service may ignore the number.
                let isLast = rows.count < Self.pageSize || self.found.count == known
                return isLast ? then(.success(())) : self.page(number + 1, search, then: then)
            }
        }
    }

    /// One that was made meanwhile pushes the last of a page to the next, where it comes once more.
    private func add(_ application: Application) {
        let isKnown = found.suffix(Self.pageSize).contains { $0.appID == application.appID }
        if !isKnown { found.append(application) }
    }

    // MARK: The end

    private func result(_ matches: [Application]) -> Result<[UInt8], DeployError> {
        guard let match = matches.first else {
            var known: [String] = []
            for name in alike.isEmpty ? found.map({ $0.name }) : alike where !known.contains(name) {
                known.append(name)
            }
            let near = Array(Spelling.nearestFirst(to: app, among: known).prefix(Self.maxCandidates))
            let advice = near.first.map { "The most similar name is \($0)." } ?? "It has none that you may see."
            return .failure(error(.notFound, "The project has no application \(app). \(advice)", near))
        }
        guard matches.count == 1 else {
            let message = "\(matches.count) applications are named \(app): give the id of the one that is meant."
            let tasks = matches.prefix(Self.maxCandidates).compactMap { $0.taskID }
            var error = error(.validation, message, tasks)
            error.violations = [Violation(path: "app", rule: .conflict, message: message)]
            return .failure(error)
        }
        guard let taskID = match.taskID else {
            return .failure(error(.badResponse, "The service names no task of the application \(app).", []))
        }
        var json = JSONWriter()
        json.object {
            $0.member("task_id", taskID)
            $0.member("app_id", match.appID)
            $0.member("name", match.name)
            $0.meta(context)
        }
        return .success(json.bytes)
    }

    private func error(_ status: Status, _ message: String, _ candidates: [String]) -> DeployError {
        var error = DeployError(status, message)
        error.attempts = context.attempts
        var json = JSONWriter()
        json.texts("candidates", candidates)
        if !candidates.isEmpty { error.details = json.bytes }
        return error
    }
}
