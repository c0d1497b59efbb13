import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy start`
struct StartCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a deployment and return at once.",
        discussion: "It is sent at most once. That it was started does not say that it will succeed: see deploy.")

    @OptionGroup var start: StartOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var quiet: QuietOption

    func validate() throws { try quiet.check(output) }

    func work() throws {
        let session = try Session(connection, output, taskID: start.taskID)
        let text = try start.request(.startDeployTask, session.signals)
        try session.conclude(.startDeployTask, text) {
            ResultReport.lines(ofStart: $0, of: start.taskID, session.next, isQuiet: quiet.quiet)
        }
    }
}
