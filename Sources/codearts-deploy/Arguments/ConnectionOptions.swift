import ArgumentParser
import CodeArtsDeployModel

/// Options for the connection: the service, and a file with the rest of the configuration.
struct ConnectionOptions: ParsableArguments {
    @Option(help: "The service's base URL; by default CODEARTS_DEPLOY_ENDPOINT, or that of the region.")
    var endpoint: String?

    @Option(help: "The region, such as cn-north-4; by default CODEARTS_DEPLOY_REGION.")
    var region: String?

    @Option(
        name: .customLong("project-id"),
        help: "The CodeArts project, not the IAM project; by default CODEARTS_DEPLOY_PROJECT_ID.")
    var projectID: String?

    @Option(
        help: ArgumentHelp(
            "A JSON file with the members that cad_client_new takes: token, ak and sk, iam, proxy, ca_file, ...",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var config: FilePath?

    /// The configuration for the library: the file's members, overridden by the options.
    ///
    /// - Parameter signals: interrupt the wait for a pipe.
    func text(_ signals: BlockedSignals) throws -> [UInt8] {
        let given: [(name: StaticString, value: String?)] = [
            ("endpoint", endpoint), ("region", region), ("project_id", projectID),
        ]
        let named = given.filter { $0.value != nil }
        let file = try config.map { try TextSource.file($0).read(for: "--config", signals) } ?? Array("{}".utf8)
        // A file that is not an object is passed on as it is: the library reports the fault.
        guard !named.isEmpty, let document = try? JSONDocument(parsing: file), document.root.kind == .object else {
            return file
        }
        var json = JSONWriter()
        json.object { json in
            for member in document.root.members where !named.contains(where: { member.isNamed($0.name) }) {
                json.members(Array(member.nameValue.raw) + [UInt8(ascii: ":")] + Array(member.value.raw))
            }
            for (name, value) in named { json.member(name, ifKnown: value) }
        }
        return json.bytes
    }

    /// Names the file in an error about its JSON; the library saw only the text.
    func named(_ error: DeployError) -> DeployError {
        guard let config, let fault = error.violations.first, fault.rule == .json, fault.path.isEmpty else {
            return error
        }
        var error = error
        let place = fault.position.map { " (line \($0.line), column \($0.column))" } ?? ""
        let name = config.isStandardInput ? "standard input" : config.text
        error.message = "\(name) is not JSON: \(fault.message)\(place) Nothing was sent."
        return error
    }

    /// The options as they were given, for a suggested command, without a file that cannot be read again.
    var arguments: [String] {
        let file = config.flatMap { $0.canBeReadAgain ? $0.argument : nil }
        let given = [("--endpoint", endpoint), ("--region", region), ("--project-id", projectID), ("--config", file)]
        return given.flatMap { name, value in
            // A leading dash would make it an option.
            value.map { $0.utf8.first == UInt8(ascii: "-") ? ["\(name)=\($0)"] : [name, $0] } ?? []
        }
    }

    /// A remark after such a command; nil if nothing was left out.
    var remark: String? {
        config.flatMap { file in
            file.canBeReadAgain ? nil : "give the configuration again: it came from standard input or a pipe"
        }
    }
}
