import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy deploy`
struct DeployCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Start a deployment and follow it to its end.",
        discussion: """
            Where the answer to the start is lost, the deployment is looked for among the records instead of being \
            started again.
            """)

    @OptionGroup var start: StartOptions
    @OptionGroup(title: "Following") var follow: FollowOptions
    @OptionGroup(title: "Progress") var progress: ProgressOptions

    @Option(
        help: ArgumentHelp(
            "Wait so long where the application is being deployed already (default: 0).", valueName: "seconds"))
    var waitUntilIdle: Int?

    @Flag(help: "Only look whether it could be started; start nothing.")
    var dryRun = false

    @Option(help: "What to do when it fails: leave, or rollback to the last record that succeeded.")
    var onFailure: OnFailure = .leave

    @Flag(help: "Note no records before the start. If its answer is lost, nobody can tell whether it runs.")
    var noGuard = false

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    enum OnFailure: String, ExpressibleByArgument, CaseIterable {
        case leave, rollback
    }

    func work() throws {
        let session = try Session(connection, output, taskID: start.taskID)
        let params = try start.parameters.elements(session.signals)
        let text = request { json in
            start.write(params, to: &json)
            follow.write(to: &json)
            json.member("wait_until_idle_ms", ifKnown: waitUntilIdle.map(Elapsed.milliseconds))
            json.member("on_failure", onFailure.rawValue)
            json.member("dry_run", dryRun)
            json.member("guard", !noGuard)
        }
        try Following(session, follow, progress, taskID: start.taskID, recordID: nil).run(.deploy, text)
    }
}
