import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy log`
struct LogCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Print the log of a deployment.",
        discussion: "Of its escape sequences, a terminal receives only colours; a pipe receives the log as it is.")

    @OptionGroup var record: RecordArguments

    @Flag(name: .shortAndLong, help: "Continue until the deployment has ended.")
    var follow = false

    @Option(name: .customLong("app-id"), help: "The application; by default it is looked up.")
    var appID: String?

    @Option(name: .customLong("step-id"), help: "One step alone, by its id; not with --follow.")
    var stepID: String?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if follow, stepID != nil { throw ValidationError("--step-id and --follow do not go together.") }
    }

    func work() throws {
        let session = try Session(connection, output, task: record.task)
        let recordID = try session.recordID(record.record)
        if follow { return try followLog(session, recordID) }
        let appID = try appID ?? application(session)
        var page = LogPage()
        let view = LogView(session.format)
        while !page.isLast {
            let reply = try session.perform(.showAppLog, page.request(appID, recordID, stepID: stepID))
            let result = reply["result"]
            view.add(result?["text"]?.stringBytes ?? [])
            page = page.next(result)
            try session.waitForReader(.showAppLog)
            if view.isUseless { return }
        }
        view.end()
    }

    /// How the deployment ends does not matter here: its log was shown to its end.
    private func followLog(_ session: Session, _ recordID: String) throws {
        let text = jsonObject { json in
            json.member("task_id", session.taskID)
            json.member("record_id", recordID)
            json.member("app_id", ifKnown: appID)
        }
        let view = LogView(session.format)
        let result = session.follow(.watch, text, view: view) { _, _ in .cancel }
        view.end()
        if case .success(let reply) = result, let document = try? Session.parsed(reply) {
            session.warnings.print(in: document)
        }
        guard case .failure(let error) = result, ![.deploymentFailed, .deploymentStopped].contains(error.status) else {
            return
        }
        session.printWarnings(of: error)
        throw Failure(error, session.hints)
    }

    private func application(_ session: Session) throws -> String {
        let task = try session.perform(
            .showDeployTaskDetail, jsonObject { $0.member("task_id", session.taskID) })
        if let found = task["app_id"]?.string { return found }
        throw DeployError(
            .badResponse, "The service does not name the application of this task. Name it with --app-id.")
    }
}
