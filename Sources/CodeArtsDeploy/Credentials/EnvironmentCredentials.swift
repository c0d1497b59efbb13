internal import CodeArtsDeployModel

/// A credential source: tokens and keys in environment variables.
struct EnvironmentCredentials {
    static var tokens: [String] { ["CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN"] }
    /// OpenStack's name: it may be meant for any cloud.
    static var foreignToken: String { "OS_AUTH_TOKEN" }

    /// The names that one tool uses for the parts of a key: they belong together.
    struct KeyNames {
        let id: String
        let secret: String
        let securityToken: String
    }

    static var keys: [KeyNames] {
        [
            KeyNames(
                id: "HUAWEICLOUD_SDK_AK", secret: "HUAWEICLOUD_SDK_SK", securityToken: "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
            KeyNames(id: "CLOUD_SDK_AK", secret: "CLOUD_SDK_SK", securityToken: "CLOUD_SDK_SECURITY_TOKEN"),
            KeyNames(id: "HW_ACCESS_KEY", secret: "HW_SECRET_KEY", securityToken: "HW_SECURITY_TOKEN"),
        ]
    }

    private let environment: any Environment

    init(_ environment: any Environment) {
        self.environment = environment
    }

    func token() throws(DeployError) -> FixedSource? {
        for name in Self.tokens {
            if name == "HW_AUTH_TOKEN", environment.variable(name) != nil, environment.variable("HW_ACCESS_KEY") != nil
            {
                throw CredentialFault.twoKinds("HW_AUTH_TOKEN", "HW_ACCESS_KEY")
            }
            if let found = try token(name) { return found }
        }
        return nil
    }

    /// OpenStack's token, where nothing says that it is another cloud's.
    func foreignToken(_ iam: IAMAddress) throws(DeployError) -> FixedSource? {
        ForeignCloud(environment).isMeant(iam) ? try token(Self.foreignToken) : nil
    }

    private func token(_ name: String) throws(DeployError) -> FixedSource? {
        guard var bytes = environment.variable(name) else { return nil }
        defer { wipe(&bytes) }
        let faults = AuthToken.faults(in: bytes, path: name)
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: CredentialFault.environment) }
        return FixedSource(.token(AuthToken(checked: bytes[...])), from: name)
    }

    func key() throws(DeployError) -> FixedSource? {
        for names in Self.keys {
            var parts = KeyParts(
                id: environment.variable(names.id), secret: environment.variable(names.secret),
                securityToken: environment.variable(names.securityToken))
            defer { parts.wipe() }
            let key = try parts.key(
                names: (names.id, names.secret, names.securityToken), of: CredentialFault.environment)
            guard let key else { continue }
            let more = parts.securityToken == nil ? "" : ", \(names.securityToken)"
            return FixedSource(.key(key), from: names.id, parts: "\(names.id), \(names.secret)\(more)")
        }
        return nil
    }
}
