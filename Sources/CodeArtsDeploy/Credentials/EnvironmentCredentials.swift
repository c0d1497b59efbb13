internal import CodeArtsDeployModel

/// Tokens and keys in variables.
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

/// The parts of a key as one source gives them.
struct KeyParts {
    var id: [UInt8]?
    var secret: [UInt8]?
    var securityToken: [UInt8]?
    /// The IAM project that the key is for.
    var projectID: [UInt8]?

    mutating func wipe() {
        if var bytes = secret.take() { CodeArtsDeploy.wipe(&bytes) }
        if var bytes = securityToken.take() { CodeArtsDeploy.wipe(&bytes) }
    }

    /// nil where the source has no key at all; half of one is a fault, since going on to another source would sign
    /// with somebody else's.
    func key(
        names: (id: String, secret: String, securityToken: String), of subject: String
    ) throws(DeployError) -> AccessKey? {
        if id == nil && secret == nil {
            guard securityToken == nil else {
                throw CredentialFault.missing(names.id, beside: names.securityToken, subject)
            }
            return nil
        }
        guard let id else { throw CredentialFault.missing(names.id, beside: names.secret, subject) }
        guard let secret else { throw CredentialFault.missing(names.secret, beside: names.id, subject) }
        var faults = CredentialFault.faults(in: id, .accessKeyID, path: names.id)
        faults += CredentialFault.faults(in: secret, .printableName, path: names.secret)
        if let securityToken { faults += CredentialFault.faults(in: securityToken, .token, path: names.securityToken) }
        if let projectID { faults += StringRule.id.faults(in: projectID, path: "project_id") }
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: subject) }
        return try AccessKey(
            id: id[...], secret: secret[...], securityToken: securityToken.map { $0[...] },
            projectID: projectID.map { String(decoding: $0, as: UTF8.self) })
    }
}

/// The faults that sources have in common.
enum CredentialFault {
    static var environment: String { "The environment" }

    static func missing(_ name: String, beside other: String, _ subject: String) -> DeployError {
        let violation = Violation(path: name, rule: .required, message: "\(name) is missing beside \(other).")
        return DeployError(.configuration, violations: [violation], of: subject)
    }

    static func twoKinds(_ one: String, _ other: String) -> DeployError {
        let message = "\(one) and \(other) are both set: say which one is meant by unsetting the other."
        let violation = Violation(path: one, rule: .conflict, message: message)
        return DeployError(.configuration, violations: [violation], of: environment)
    }

    /// - Parameter isOneWord: whether no blank can be a part of it, as in a token or a key.
    static func faults(in bytes: [UInt8], _ rule: StringRule, path: String, isOneWord: Bool = true) -> [Violation] {
        guard UTF8Sequence.firstFault(in: bytes) == nil else {
            return [Violation(path: path, rule: .encoding, message: "This is not valid UTF-8.")]
        }
        if let form = SecretForm.fault(in: bytes[...], isOneWord: isOneWord) {
            return [Violation(path: path, rule: .pattern, message: form)]
        }
        return rule.accepts(bytes) ? [] : rule.faults(in: bytes, path: path)
    }
}

extension StringRule {
    /// An AK: it stands between commas in the header Authorization.
    static let accessKeyID = StringRule(length: 1...128, alphabet: .parameterKey)
    /// An SK, the name of a user or an account.
    static let printableName = StringRule(length: 1...256, alphabet: .printable)
}
