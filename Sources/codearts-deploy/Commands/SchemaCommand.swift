import ArgumentParser
import CodeArtsDeploy
import CodeArtsDeployModel

/// `codearts-deploy schema`
struct SchemaCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Describe requests and replies as JSON Schema.",
        discussion: "Of one operation; without a name, all of them as one OpenAPI 3.1 document.")

    @Argument(
        help: "The operation's name: start_deploy_task, ...", completion: .list(Operation.all.map { $0.name.text }))
    var operation: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func work() throws {
        let document =
            if let operation {
                Schema.document(of: try Operation(named: Array(operation.utf8)))
            } else {
                Schema.openAPI(version: Library.version, configuration: Configuration.shape)
            }
        guard output.output == .text else { return Stream.out.line(document) }
        Stream.out.line(PrettyJSON(try Session.parsed(document)).bytes)
    }
}
