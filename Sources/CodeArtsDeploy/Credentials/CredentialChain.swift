internal import CodeArtsDeployModel

/// Finds the credential of a call: the configuration's own, else the first source of the environment that has one. A
/// source is taken whole: no key of one is ever combined with a security token of another.
final class CredentialChain: Sendable {
    private let configured: (any CredentialSource)?
    private let environment: any Environment
    private let iam: EnvironmentIAM
    private let metadata: MetadataSource?

    init(_ configuration: Configuration, environment: any Environment) {
        self.environment = environment
        switch configuration.credential {
        case .fixed(let credential): configured = FixedSource(credential, from: "the configuration")
        case .login(let login, let endpoint):
            configured = IAMSource(login, at: endpoint, name: "the configuration's iam user")
        case nil: configured = nil
        }
        iam = EnvironmentIAM(configuration, environment: environment)
        metadata = configuration.metadataEndpoint.map { MetadataSource($0) }
    }

    func source() throws(DeployError) -> any CredentialSource {
        if let configured { return configured }
        let variables = EnvironmentCredentials(environment)
        if let found = try variables.token() { return found }
        if let found = try variables.key() { return found }
        let profile = ProfileFile(environment)
        if let found = try profile.source() { return found }
        if let found = try iam.source() { return found }
        if let metadata { return metadata }
        throw DeployError(.configuration, notFound(profile))
    }

    /// For somebody at three in the morning: where was looked, and what was missing there.
    private func notFound(_ profile: ProfileFile) -> String {
        let looked = [
            "the configuration (token, ak and sk, iam) gives none",
            "of \(EnvironmentCredentials.tokens.joined(separator: ", ")) none is set",
            "of \(EnvironmentCredentials.keys.map { $0.id }.joined(separator: ", ")) none is set",
            profile.absence,
            "HW_USER_NAME is not set",
            "ecs_metadata is not switched on",
        ]
        return "There is no credential: \(looked.joined(separator: "; "))."
    }
}
