import ArgumentParser
import CodeArtsDeployModel

/// Arguments: the name of an operation, and a request for it.
struct RequestArguments: ParsableArguments {
    @Argument(
        help: "The operation's name: start_deploy_task, list_all_app, call_api, ...",
        completion: .list(Operation.all.map { $0.name.text }))
    var operation: String

    @Argument(help: "The request, a JSON object; @FILE reads a file, - standard input. A secret is safer there.")
    var request: String

    func text(_ signals: BlockedSignals) throws -> [UInt8] {
        let maxBytes = try Operation(named: Array(operation.utf8)).maxText
        return try TextSource(request).read(for: "<request>", maxBytes: maxBytes, signals)
    }
}
