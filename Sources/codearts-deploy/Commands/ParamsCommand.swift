import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy params`
struct ParamsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "params", abstract: "List the parameters of a deployment.",
        discussion: "The service does not return values of the type encrypt.")

    @OptionGroup var record: RecordArguments

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var format: TemplateOption

    var template: OutputTemplate? { format.template }

    func validate() throws { try format.check(output) }

    func work() throws {
        let session = try Session(connection, output, template, task: record.task)
        let recordID = try session.recordID(record.record)
        let text = jsonObject { json in
            json.member("task_id", session.taskID)
            json.member("record_id", recordID)
        }
        try session.conclude(.showExecutionParams, text) { reply in
            var table = Table(["KEY", "TYPE", "VALUE"])
            for parameter in reply["items"]?.elements.map({ $0 }) ?? [] {
                let names: [StaticString] = ["name", "type", "value"]
                table.add(names.map { parameter[$0]?.plain ?? "" })
            }
            return table.lines
        }
    }
}
