internal import CodeArtsDeployModel

/// A provider chain: the configuration's own credential, else the first source of the environment that has one.
/// A source is taken whole: no key of one is ever combined with a security token of another.
final class CredentialChain: Sendable {
    /// The result of asking the sources.
    enum Look {
        case found(any CredentialSource)
        /// The profile file is still being read.
        case reading(FileReading)
    }

    let environment: any Environment
    /// The configuration's own. The environment has no say then.
    let configured: (any CredentialSource)?
    private let identity: EnvironmentIDToken
    private let iam: EnvironmentIAM
    private let metadata: MetadataSource?
    private let address: IAMAddress

    init(_ configuration: Configuration, environment: any Environment) {
        self.environment = environment
        switch configuration.credential {
        case .fixed(let credential): configured = FixedSource(credential, from: "the configuration")
        case .login(let given):
            configured = IAMSource(given.login, at: given.endpoint, name: "the configuration's iam user")
        case nil: configured = nil
        }
        identity = EnvironmentIDToken(configuration, environment: environment)
        iam = EnvironmentIAM(configuration, environment: environment)
        metadata = configuration.metadataEndpoint.map { MetadataSource($0) }
        address = configuration.iam
    }

    /// Whether the environment has no say in it.
    var isConfigured: Bool { configured != nil }

    /// How long whoever asks is held up by a file that is not read at once.
    private static let patienceMS = 50

    func look() throws(DeployError) -> Look {
        if let configured { return .found(configured) }
        let variables = EnvironmentCredentials(environment)
        if let found = try variables.token() { return .found(found) }
        if let found = try variables.key() { return .found(found) }
        if let found = try identity.source() { return .found(found) }
        let profile = ProfileFile(environment)
        guard let reading = try profile.read(in: environment) else { return .found(try source(behind: profile, nil)) }
        guard let contents = reading.contents(within: Self.patienceMS) else { return .reading(reading) }
        return .found(try source(behind: profile, contents))
    }

    /// Goes on once the file has been read, or fails where that takes until the end of the run.
    func look(again reading: FileReading, isLate: Bool) throws(DeployError) -> Look {
        let profile = ProfileFile(environment)
        if let contents = reading.contents(within: 0) { return .found(try source(behind: profile, contents)) }
        if isLate { throw profile.late }
        return .reading(reading)
    }

    /// The profile, or what comes after it.
    private func source(behind profile: ProfileFile, _ contents: FileReading.Contents?)
        throws(DeployError) -> any CredentialSource
    {
        if let contents, let found = try profile.source(in: contents) { return found }
        if let found = try iam.source() { return found }
        if let metadata { return metadata }
        if let found = try EnvironmentCredentials(environment).foreignToken(address) { return found }
        throw DeployError(.configuration, notFound(profile, contents))
    }

    /// For somebody at three in the morning: where was looked, and what was missing there.
    private func notFound(_ profile: ProfileFile, _ contents: FileReading.Contents?) -> String {
        let foreign = EnvironmentCredentials.foreignToken
        let isForeign = environment.variable(foreign) != nil
        let looked = [
            "the configuration (token, ak and sk, iam) gives none",
            "of \(EnvironmentCredentials.tokens.joined(separator: ", ")) none is set",
            "of \(EnvironmentCredentials.keys.map { $0.id }.joined(separator: ", ")) none is set",
            "\(EnvironmentIDToken.provider) is not set",
            profile.absence(contents),
            "HW_USER_NAME is not set",
            "ecs_metadata is not switched on",
            isForeign
                ? "\(foreign) is set, but OS_AUTH_URL names another cloud"
                : "\(foreign) is not set",
        ]
        return "There is no credential: \(looked.joined(separator: "; "))."
    }
}
