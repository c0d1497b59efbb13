import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy start`
struct StartCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a deployment and return at once.",
        discussion: "The request is sent at most once. A start does not mean that the deployment succeeds: see deploy.")

    @OptionGroup var start: StartOptions
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
        let session = try Session(connection, output, template, task: start.task.task)
        let text = try start.request(.startDeployTask, session)
        try session.conclude(.startDeployTask, text) {
            ResultReport.lines(ofStart: $0, of: session.taskID, session.next, isQuiet: quiet.quiet)
        }
    }
}
