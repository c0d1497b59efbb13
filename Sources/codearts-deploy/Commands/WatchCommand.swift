import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy watch`
struct WatchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a started deployment to its end.")

    @OptionGroup var record: RecordArguments
    @OptionGroup(title: "Following") var follow: FollowOptions
    @OptionGroup(title: "Progress") var progress: ProgressOptions
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
            follow.write(to: &json)
        }
        try DeploymentFollower(session, follow, progress, taskID: session.taskID, recordID: recordID).run(.watch, text)
    }
}
