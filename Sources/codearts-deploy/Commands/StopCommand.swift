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
        let session = try Session(connection, output, template, taskID: record.taskID)
        try session.conclude(
            .stopDeployTaskRecord, jsonObject { record.write(to: &$0) }, on: record.recordID
        ) { _ in
            [
                "The deployment \(record.recordID) is being stopped.",
                session.next.watch(record.taskID, record.recordID),
            ]
        }
    }
}
