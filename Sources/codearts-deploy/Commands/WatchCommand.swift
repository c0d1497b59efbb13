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
        let session = try Session(connection, output, template, taskID: record.taskID)
        let text = jsonObject { json in
            record.write(to: &json)
            follow.write(to: &json)
        }
        try DeploymentFollower(session, follow, progress, taskID: record.taskID, recordID: record.recordID).run(
            .watch, text)
    }
}
