import ArgumentParser
import CodeArtsDeployModel

/// An operation by its name, and a request for it.
struct RequestArguments: ParsableArguments {
    @Argument(
        help: "The operation's name: start_deploy_task, list_all_app, call_api, ...",
        completion: .list(Operation.all.map { $0.name.text }))
    var operation: String

    @Argument(help: "The request, a JSON object; @FILE reads a file, - standard input. A secret is safer there.")
    var request: String

    func text(_ signals: BlockedSignals) throws -> [UInt8] {
        let most = try Operation(named: Array(operation.utf8)).maxText
        return try TextSource(request).read(for: "<request>", most: most, signals)
    }
}
