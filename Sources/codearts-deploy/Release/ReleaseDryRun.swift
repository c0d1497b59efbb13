import ArgumentParser
import CodeArtsDeployModel

/// A dry run of a release: looks at every application, and starts nothing.
struct ReleaseDryRun {
    private struct Row {
        let name: String
        let taskID: String
        let checks: [(name: String, isOK: Bool, message: String)]
        /// Why it could not be started; nil if it could.
        let error: DeployError?
    }

    private let session: Session
    private let request: PlanRequest
    private let tasks: [String]

    init(_ session: Session, _ request: PlanRequest, _ tasks: [String]) {
        self.session = session
        self.request = request
        self.tasks = tasks
    }

    /// - Throws: the exit code, if one could not be started: that of `deploy --dry-run` for the first of them.
    func run() throws {
        let applications = request.plan.applications
        let looks = session.performAll(.deploy, zip(applications, tasks).map { request.dryRun($0, $1) })
        let triggers = session.performAll(
            .showTaskTrigger, tasks.map { task in jsonObject { $0.member("task_id", task) } })
        let rows = applications.indices.map { row(applications[$0].name, tasks[$0], looks[$0], triggers[$0]) }
        report(rows)
        if let error = rows.compactMap(\.error).first { throw ExitStatus(error).code }
    }

    private func row(
        _ name: String, _ taskID: String, _ look: Result<[UInt8], DeployError>, _ trigger: Result<[UInt8], DeployError>
    ) -> Row {
        var error: DeployError?
        var checks: [(name: String, isOK: Bool, message: String)] = []
        do throws(DeployError) {
            let reply = try Session.parsed(look.get())
            checks = reply["checks"]?.elements.map(Self.check) ?? []
        } catch let failure {
            error = failure
            checks = failure.checks.map { ($0.name, $0.isOK, $0.message) }
        }
        let allowed = Self.trigger(trigger)
        checks.append(allowed)
        if error == nil, !allowed.isOK { error = DeployError(.permission, allowed.message, outcome: .notSent) }
        return Row(name: name, taskID: taskID, checks: checks, error: error)
    }

    private static func check(_ check: JSONValue) -> (name: String, isOK: Bool, message: String) {
        (check["name"]?.string ?? "", check["ok"]?.boolean ?? false, check["message"]?.string ?? "")
    }

    /// Whoever may deploy need not be allowed to look: then nobody can tell, and nothing speaks against it.
    private static func trigger(_ result: Result<[UInt8], DeployError>) -> (name: String, isOK: Bool, message: String) {
        guard case .success(let text) = result, let reply = try? Session.parsed(text) else {
            return ("trigger", true, "The service does not say what may start it.")
        }
        let isPipelineOnly = reply["trigger_source"]?.plain == "1"
        return (
            "trigger", !isPipelineOnly,
            isPipelineOnly ? "Only a pipeline may start it." : "Anything may start it."
        )
    }

    // MARK: Output

    private func report(_ rows: [Row]) {
        switch session.format {
        case .text: lines(rows).forEach { Stream.out.result($0) }
        case .json:
            Stream.out.result(
                jsonObject { json in
                    json.member("dry_run", true)
                    json.name("items")
                    json.beginArray()
                    for row in rows { json.raw(Self.document(row)) }
                    json.endArray()
                })
        case .jsonl: for row in rows { Stream.out.result(Self.document(row)) }
        }
    }

    private func lines(_ rows: [Row]) -> [String] {
        var table = Table(["APPLICATION", "TASK", "", "WHY NOT"])
        for row in rows {
            let problems = row.checks.filter { !$0.isOK }.map(\.message)
            let reason = problems.isEmpty ? row.error?.message ?? "" : problems.joined(separator: " ")
            table.add([row.name, row.taskID, row.error == nil ? "ok" : "problem", reason])
        }
        let bad = rows.count { $0.error != nil }
        let summary =
            bad == 0
            ? "All \(rows.count) could be started. Nothing was."
            : "\(bad) of \(rows.count) could not be started. Nothing was."
        return table.lines + [summary]
    }

    private static func document(_ row: Row) -> [UInt8] {
        jsonObject { json in
            json.member("name", row.name)
            json.member("task_id", row.taskID)
            json.member("ok", row.error == nil)
            json.name("checks")
            json.beginArray()
            for check in row.checks {
                json.object {
                    $0.member("name", check.name)
                    $0.member("ok", check.isOK)
                    $0.member("message", check.message)
                }
            }
            json.endArray()
            guard let error = row.error else { return }
            json.name("error")
            json.raw(error.document)
        }
    }
}
