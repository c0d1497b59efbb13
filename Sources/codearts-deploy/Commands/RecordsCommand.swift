import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy records`
struct RecordsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "List the deployments of a task, the newest first.",
        discussion: "The service keeps them for 92 days. Its times have no time zone.")

    @OptionGroup var task: TaskArguments

    @Option(help: ArgumentHelp("The first day (default: 92 days ago).", valueName: "yyyy-mm-dd"))
    var since: String?

    @Option(help: ArgumentHelp("The last day (default: today).", valueName: "yyyy-mm-dd"))
    var until: String?

    @Option(help: ArgumentHelp("The most records to list (default: 100).", valueName: "number"))
    var limit: Int?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var format: TemplateOption

    var template: OutputTemplate? { format.template }

    func validate() throws { try format.check(output) }

    func work() throws {
        let session = try Session(connection, output, template, task: task.task)
        let text = jsonObject { json in
            json.member("task_id", session.taskID)
            json.member("since", ifKnown: since)
            json.member("until", ifKnown: until)
            json.member("limit", ifKnown: limit)
        }
        try session.conclude(.listRecords, text) { reply in
            var table = Table(["RECORD", "STATE", "BEGAN", "DURATION", "BY"])
            for record in reply["items"]?.elements.map({ $0 }) ?? [] {
                let names: [StaticString] = ["execution_id", "state", "start_time", "duration"]
                let by = record["nickname"] ?? record["operator"]
                table.add(names.map { record[$0]?.plain ?? "" } + [by?.plain ?? ""])
            }
            return table.lines
        }
    }
}
