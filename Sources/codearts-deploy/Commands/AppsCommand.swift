import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy apps`
struct AppsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "apps",
        abstract: "List the applications of a project, with their tasks and the state of their last deployment.",
        discussion: "Commands that take a task take an application in its place: --app payments-api.")

    @Argument(help: "A part of the names that are looked for.")
    var name: String?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let pageSize = 100

    func work() throws {
        let session = try Session(connection, output)
        let applications = try applications(session)
        let document = jsonObject { json in
            json.name("items")
            json.beginArray()
            for application in applications { json.raw(application.row) }
            json.endArray()
        }
        try session.write(Session.parsed(document)) { reply in
            var table = Table(["NAME", "STATE", "TASK", "APPLICATION"])
            for item in reply["items"]?.elements.map({ $0 }) ?? [] {
                let isDisabled = item["is_disable"]?.boolean == true
                let state = (item["state"]?.plain ?? "") + (isDisabled ? " (disabled)" : "")
                table.add([item["name"]?.plain ?? "", state, item["task_id"]?.plain ?? "", item["app_id"]?.plain ?? ""])
            }
            return table.lines
        }
    }

    private func applications(_ session: Session) throws -> [ListedApplication] {
        var found: [ListedApplication] = []
        var known: Set<String> = []
        for page in 1... {
            let request = jsonObject { json in
                json.member("page", page)
                json.member("size", Self.pageSize)
                json.member("search", ifKnown: name)
                // Deployments that go on meanwhile do not change this order.
                json.member("sort_name", "name")
                json.member("sort_by", "ASC")
            }
            let rows = try session.perform(.listAllApp, request)["result"]?.elements.map(ListedApplication.init) ?? []
            // One that was made meanwhile pushes others to the next page, where they come once more.
            let new = rows.filter { known.insert($0.id).inserted }
            found += new.filter { application in name.map { application.name.contains($0) } ?? true }
            if rows.count < Self.pageSize || new.isEmpty { return found }
        }
        return found
    }
}

/// An application as the service lists it.
private struct ListedApplication {
    let id: String
    let name: String
    /// A JSON object, with the members in this library's words.
    let row: [UInt8]

    init(_ listed: JSONValue) {
        let id = listed["id"]?.string ?? ""
        let name = listed["name"]?.string ?? ""
        self.id = id
        self.name = name
        row = jsonObject { json in
            json.member("name", name)
            json.member("app_id", id)
            let task = listed["arrange_infos"]?.elements.first { _ in true }
            json.member("task_id", ifKnown: task?["id"]?.string)
            json.member("state", ifKnown: listed["execution_state"]?.string)
            json.member("began", ifKnown: listed["execution_time"]?.string)
            json.member("is_disable", listed["is_disable"]?.boolean ?? false)
            json.member("can_execute", listed["can_execute"]?.boolean ?? true)
        }
    }
}
