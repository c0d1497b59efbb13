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
        // The newest is what runs now: there is nothing to go back to.
        if record.record == nil { throw ValidationError("Missing expected argument '<record-id>'") }
    }

    func work() throws {
        let session = try Session(connection, output, template, task: record.task)
        let text = jsonObject { json in
            json.member("task_id", session.taskID)
            json.member("record_id", ifKnown: record.record)
        }
        try session.conclude(.rollbackRecords, text) {
            ResultReport.lines(ofStart: $0, of: session.taskID, session.next, isQuiet: quiet.quiet)
        }
    }
}
