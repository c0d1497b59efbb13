import CodeArtsDeploy
import CodeArtsDeployModel

/// The provenance of a configuration: where each part comes from, without the secrets.
struct ConfigurationProvenance {
    private let given: JSONValue?
    private let connection: ConnectionOptions

    /// - Parameter given: the configuration as it is passed to the library.
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
        if let file = connection.config { parts.append("\(file.text) (\(names(where: { _ in true })))") }
        if let profile = connection.profileProvenance { parts.append(profile) }
        parts += variables.map(Self.shown)
        return parts.joined(separator: ", ") + "."
    }

    /// A variable that was read. OpenStack's may belong to another cloud, and a URL may contain a password.
    private static func shown(_ name: String) -> String {
        let value = EnvironmentVariable.text(name) ?? ""
        let isMeant = ForeignCloud(ProcessEnvironment()).isMeant && (name != "OS_REGION_NAME" || Region.isKnown(value))
        if name.hasPrefix("OS_"), !isMeant { return "\(name) (another cloud's, not used)" }
        return value.contains("@") ? "\(name) (not shown)" : "\(name)=\(value)"
    }

    /// Whether the endpoint is http://.
    ///
    /// - Parameter variables: those that were read for the configuration.
    func isPlain(_ variables: [String]) -> Bool {
        // Others are for IAM or a proxy.
        let names = variables.filter {
            $0 == "CODEARTS_DEPLOY_ENDPOINT" || $0.hasPrefix("HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_")
        }
        let endpoints = given?["endpoint"].map { [$0.plain] } ?? names.compactMap { EnvironmentVariable.text($0) }
        return endpoints.contains { $0.lowercased().hasPrefix("http://") }
    }

    /// - Parameter source: where the library found it; nil if it found none.
    func credential(_ source: String?) -> String {
        let own = names { member in Configuration.credentialMembers.contains { member.isNamed($0) } }
        if !own.isEmpty { return "\(own) of \(connection.config?.text ?? "the profile")." }
        return source.map { "\($0) (not shown)." } ?? "None was found."
    }

    private func names(where isMeant: (JSONMember) -> Bool) -> String {
        given?.members.filter(isMeant).map { $0.name }.joined(separator: ", ") ?? ""
    }
}
