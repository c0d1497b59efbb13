import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy release`
struct ReleaseCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Deploy many applications in waves by a plan, and follow each to its end.",
        discussion: """
            A plan is YAML or JSON: applications with their parameters, what comes after what, waves, and how many may \
            fail. Everything that is wrong with it is reported, with line and column, before anything is sent.
            """)

    @Argument(
        help: ArgumentHelp("The plan; - is standard input.", valueName: "plan"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var plan: FilePath

    @Option(
        help: ArgumentHelp(
            "Deploy this application of the plan; can be given more than once (default: all of them).",
            valueName: "name"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many may fail before nothing new starts: 0, 3, 10%; overrides the plan.", valueName: "number"))
    var maxFailures: String?

    @Flag(help: "Only look whether each could be started; start nothing.")
    var dryRun = false

    @Flag(help: "Only check the plan, and print its request without secrets; send nothing.")
    var printRequest = false

    @Option(
        help: ArgumentHelp(
            "Keep in this file what another needs to go on after a crash; overrides the plan.", valueName: "file"))
    var journal: String?

    @Flag(help: "Go on with the release of the journal: what has ended stays so, and nothing is started twice.")
    var resume = false

    @Option(help: "Where a deployment of the journal is not found among the records: stop, or start it again.")
    var onUnknown: DeployCommand.OnUnknown?

    @Option(
        help: """
            What Ctrl-C does. ask: nothing new starts, and what runs is followed; a second Ctrl-C asks what becomes of \
            that, or leaves it where nobody can be asked. leave, stop: what runs is left or stopped at once. SIGTERM \
            leaves it, unless this is stop.
            """)
    var onInterrupt: OnInterrupt = .ask

    @OptionGroup(title: "Reports") var reports: ReportOptions
    @OptionGroup(title: "Progress") var progress: ProgressOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var showsPlaces: Bool { true }
    var placesFile: String? { PlanFile(plan).name }

    func validate() throws {
        if dryRun, printRequest { throw ValidationError("--dry-run and --print-request do not go together.") }
        if onUnknown != nil, !resume { throw ValidationError("--on-unknown needs --resume.") }
    }

    func work() throws {
        let file = PlanFile(plan)
        let signals = BlockedSignals()
        let request = try file.read(only: only, given, signals)
        if printRequest { return show(request.printed) }
        try reports.check()
        let session = try Session(connection, output)
        let tasks = try ApplicationNames(session).tasks(request.plan, in: file)
        if dryRun { return try ReleaseDryRun(session, request, tasks).run() }
        try ReleaseFollower(session, request.text(tasks), title: file.title, reports.files, onInterrupt, progress).run()
    }

    /// What the command line puts in place of what the plan says.
    private var given: [PlannedMember] {
        var members: [PlannedMember] = []
        let add = { (key: String, name: StaticString, json: [UInt8]?) in
            if let json { members.append(PlannedMember(key: key, name: name, json: json, position: nil)) }
        }
        add("--max-failures", "max_failures", maxFailures.map(PlannedMember.share))
        add("--journal", "journal", journal.map(PlannedMember.quoted))
        add("--resume", "resume", resume ? Array("true".utf8) : nil)
        add("--on-unknown", "on_unknown", (onUnknown?.rawValue).map(PlannedMember.quoted))
        add("--on-interrupt", "on_cancel", onInterrupt == .stop ? PlannedMember.quoted("stop") : nil)
        return members
    }

    private func show(_ request: [UInt8]) {
        guard output.output == .text, let document = try? JSONDocument(parsing: request) else {
            return Stream.out.line(request)
        }
        Stream.out.line(PrettyJSON(document.root).bytes)
    }
}
