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
            "A profile of the configuration file; by default CODEARTS_DEPLOY_PROFILE, or the one that the file names.",
            valueName: "name"),
        completion: .profiles)
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "A JSON file with the members that cad_client_new takes: token, ak and sk, iam, proxy, ca_file, ...",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var config: FilePath?

    func validate() throws {
        if config != nil, profile != nil { throw ValidationError("--config and --profile do not go together.") }
    }

    /// The members that are given as options.
    private var given: [(name: StaticString, value: String)] {
        let all: [(name: StaticString, value: String?)] = [
            ("endpoint", endpoint), ("region", region), ("project_id", projectID),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The profile to use; nil if there is none, or a file was given instead.
    private func chosenProfile() throws(DeployError) -> Profile? {
        config == nil ? try Profile.chosen(profile) : nil
    }

    /// The configuration for the library: the members of the file or the profile, overridden by the options.
    ///
    /// - Parameter signals: interrupt the wait for a pipe.
    func text(_ signals: BlockedSignals) throws -> [UInt8] {
        let file = try config.map { try TextSource.file($0).read(for: "--config", signals) }
        // A file that is not an object is passed on as it is: the library reports the fault.
        let object = file.map { try? JSONDocument(parsing: $0).root }
        if let file, given.isEmpty || object??.kind != .object { return file }
        let names = given.map(\.name)
        let members =
            try object??.members.filter { member in !names.contains { member.isNamed($0) } }
            ?? chosenProfile()?.members(beside: names) ?? []
        return jsonObject { json in
            for member in members {
                json.members(Array(member.nameValue.raw) + [UInt8(ascii: ":")] + Array(member.value.raw))
            }
            for (name, value) in given { json.member(name, value) }
        }
    }

    /// What the profile gives, in words; nil if there is none.
    var profileProvenance: String? { (try? chosenProfile())?.provenance(beside: given.map(\.name)) }

    /// About a secret in the configuration file.
    var warning: String? { config == nil ? (try? ConfigurationFile.current.get())?.warning : nil }

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
        let given = [
            ("--endpoint", endpoint), ("--region", region), ("--project-id", projectID), ("--profile", profile),
            ("--config", file),
        ]
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
