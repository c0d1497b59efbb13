import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy stop`
struct StopCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stop a running deployment.")

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
        try session.conclude(.stopDeployTaskRecord, text, on: recordID) { _ in
            ["The deployment \(recordID) is being stopped.", session.next.watch(session.taskID, recordID)]
        }
    }
}
