import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy rollback`
struct RollbackCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Start a deployment of what an earlier record deployed.",
        discussion: "It is a deployment of its own, with a record of its own, and returns at once like start.")

    @OptionGroup var record: RecordArguments
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var quiet: QuietOption
    @OptionGroup(title: "Output") var format: TemplateOption

    var template: OutputTemplate? { format.template }

    func validate() throws {
        try quiet.check(output)
        try format.check(output, quiet)
    }

    func work() throws {
        let session = try Session(connection, output, template, taskID: record.taskID)
        try session.conclude(.rollbackRecords, jsonObject { record.write(to: &$0) }) {
            ResultReport.lines(ofStart: $0, of: record.taskID, session.next, isQuiet: quiet.quiet)
        }
    }
}
