import CodeArtsDeploy
import CodeArtsDeployModel

/// Says where each part of a configuration comes from, without repeating a secret.
struct Sources {
    private let given: JSONValue?
    private let connection: ConnectionOptions

    /// - Parameter given: the configuration as it goes to the library.
    init(_ given: JSONValue?, _ connection: ConnectionOptions) {
        self.given = given
        self.connection = connection
    }

    /// - Parameter variables: those that were read for it.
    func configuration(_ variables: [String]) -> String {
        let options: [(name: String, value: String?)] = [
            ("--endpoint", connection.endpoint), ("--region", connection.region),
            ("--project-id", connection.projectID),
        ]
        var parts = options.compactMap { option in option.value.map { "\(option.name) \($0)" } }
        if let file = connection.config { parts.append("\(file) (\(names(where: { _ in true })))") }
        parts += variables.map { "\($0)=\(Variable.text($0) ?? "")" }
        return parts.joined(separator: ", ") + "."
    }

    /// Whether the endpoint is http://.
    ///
    /// - Parameter variables: those that were read for the configuration.
    func isPlain(_ variables: [String]) -> Bool {
        let names = variables.filter { $0 != "HUAWEICLOUD_SDK_IAM_ENDPOINT" }
        let endpoints = given?["endpoint"].map { [$0.plain] } ?? names.compactMap { Variable.text($0) }
        return endpoints.contains { $0.lowercased().hasPrefix("http://") }
    }

    /// - Parameter seen: the variables and files that were looked at for it.
    func credential(_ seen: (variables: [String], files: [String])) -> String {
        let own = names { member in Configuration.credentialMembers.contains { member.isNamed($0) } }
        if !own.isEmpty { return "\(own) of \(connection.config ?? "the configuration")." }
        let files = seen.files.map { "the file \($0)" }
        let variables = seen.variables.filter { $0 != "HOME" && !$0.lowercased().hasSuffix("_proxy") }
        let all = variables.isEmpty ? files : variables
        return all.isEmpty ? "None was looked for." : all.joined(separator: ", ") + " (not shown)."
    }

    private func names(where isMeant: (JSONMember) -> Bool) -> String {
        given?.members.filter(isMeant).map { $0.name }.joined(separator: ", ") ?? ""
    }
}
