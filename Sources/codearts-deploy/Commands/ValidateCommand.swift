import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy validate`
struct ValidateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a request without sending it.",
        discussion: "Every rule that the call itself applies; no service, credential or network is needed.")

    @OptionGroup var call: RequestArguments
    @OptionGroup(title: "Output") var output: OutputOptions

    var showsPlaces: Bool { true }

    func work() throws {
        let text = try call.text(BlockedSignals())
        let operation = try Operation(named: Array(call.operation.utf8))
        let summary = try PreparedRequest(operation, text).summary
        guard output.output == .text else { return Stream.out.line(summary) }
        let checked = try Session.parsed(summary)
        let route = operation.isComposite ? "" : ": \(checked["method"]?.plain ?? "") \(checked["path"]?.plain ?? "")"
        Stream.out.line("The request is valid\(route)")
    }
}
