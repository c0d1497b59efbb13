import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy call`
struct CallCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Run any operation with a JSON request.",
        discussion: """
            For what has no command of its own: codearts-deploy call list_all_app '{"page": 1, "size": 20}'. \
            "codearts-deploy schema" describes every operation; call_api reaches any other API of the service.
            """)

    @OptionGroup var call: RequestArguments
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var format: TemplateOption

    var template: OutputTemplate? { format.template }

    func validate() throws { try format.check(output) }

    var showsPlaces: Bool { true }

    func work() throws {
        let session = try Session(connection, output, template)
        let text = try call.text(session.signals)
        let operation = try Operation(named: Array(call.operation.utf8))
        try session.conclude(operation, text) { [String(decoding: PrettyJSON($0).bytes, as: UTF8.self)] }
    }
}
