import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy deploy`
struct DeployCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Start a deployment and follow it to its end.",
        discussion: """
            If the answer to the start is lost, the deployment is looked for among the records; it is not started \
            again.
            """)

    @OptionGroup var start: StartOptions
    @OptionGroup(title: "Following") var follow: FollowOptions
    @OptionGroup(title: "Progress") var progress: ProgressOptions

    @Option(
        help: ArgumentHelp(
            "How long to wait if the application is already being deployed: \(Duration.help) (default: 0).",
            valueName: "time"),
        transform: Duration.parsed)
    var waitUntilIdle: Duration?

    @Flag(help: "Check whether it could be started; start nothing.")
    var dryRun = false

    @Option(help: "What to do when it fails: leave, or rollback to the last record that succeeded.")
    var onFailure: OnFailure = .leave

    @Flag(help: "Refuse parameters that the application does not declare; else there is a warning.")
    var strict = false

    @Flag(
        help: "Do not note the newest record first. If the answer to the start is lost, it is unknown whether it runs."
    )
    var noGuard = false

    @Option(
        help: ArgumentHelp(
            "Keep in this file what another needs to go on after a crash.", valueName: "file"))
    var journal: String?

    @Flag(help: "Go on with the deployment of the journal: what has ended is reported, and nothing is started twice.")
    var resume = false

    @Option(help: "Where the journal's deployment is not found among the records: stop, or start it again.")
    var onUnknown: OnUnknown?

    @Option(
        help: ArgumentHelp(
            "A text parameter of the application that gets a UUID, by which the record is known again.",
            valueName: "key"))
    var marker: String?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var quiet: QuietOption
    @OptionGroup(title: "Output") var format: TemplateOption

    var template: OutputTemplate? { format.template }

    enum OnFailure: String, ExpressibleByArgument, CaseIterable {
        case leave, rollback
    }

    enum OnUnknown: String, ExpressibleByArgument, CaseIterable {
        case stop, start
    }

    func validate() throws {
        try quiet.check(output)
        try format.check(output, quiet)
        try waitUntilIdle?.check("--wait-until-idle", 0...86_400_000)
        if resume, journal == nil { throw ValidationError("--resume needs --journal.") }
        if onUnknown != nil, !resume { throw ValidationError("--on-unknown needs --resume.") }
    }

    func work() throws {
        let session = try Session(connection, output, template, task: start.task.task)
        let text = try start.request(.deploy, session) { json in
            follow.write(to: &json)
            json.member("wait_until_idle_ms", ifKnown: waitUntilIdle?.ms)
            json.member("on_failure", onFailure.rawValue)
            json.member("dry_run", dryRun)
            json.member("guard", !noGuard)
            json.member("undeclared", ifKnown: strict ? "refuse" : nil)
            json.member("journal", ifKnown: journal)
            if resume { json.member("resume", true) }
            json.member("on_unknown", ifKnown: onUnknown?.rawValue)
            json.member("marker", ifKnown: marker)
        }
        try DeploymentFollower(session, follow, progress, taskID: session.taskID, recordID: nil, isQuiet: quiet.quiet)
            .run(.deploy, text)
    }
}
