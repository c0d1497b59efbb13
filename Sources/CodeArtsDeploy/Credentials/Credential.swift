internal import CodeArtsDeployModel

/// A credential: a token, or an access key that signs.
public enum Credential: Sendable {
    case token(AuthToken)
    case key(AccessKey)
}

extension Credential {
    /// Whether the service would see the same in both.
    func isSame(as other: Credential) -> Bool {
        switch (self, other) {
        case (.token(let one), .token(let two)):
            one === two
                || one.header.withValue { one in two.header.withValue { one.elementsEqual($0) } }
        case (.key(let one), .key(let two)):
            one === two || one.id == two.id && one.fingerprint == two.fingerprint
        default: false
        }
    }
}

/// A credential provider: finds a credential, and drops one that was refused.
protocol CredentialSource: AnyObject, Sendable {
    /// For messages: "HUAWEICLOUD_SDK_AK", "the configuration".
    var name: String { get }
    /// All that it is made of, for the doctor: "HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK".
    var parts: String { get }
    /// What the owner of the credential should hear about, though it works.
    var warning: String? { get }

    /// Finds the credential as it is now; a source that fetches it does so within the run's time.
    ///
    /// - Parameter tries: how often a fetch is tried that fails in a way that may pass.
    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step

    /// Forgets what the service has refused. Answers whether this source may have another one by now.
    func drop(_ refused: Credential) -> Bool
}

extension CredentialSource {
    var warning: String? { nil }
    var parts: String { name }
}

/// A credential that is what it is until somebody changes it.
final class FixedSource: CredentialSource {
    let name: String
    let parts: String
    let warning: String?
    private let fixed: Credential

    init(_ credential: Credential, from name: String, parts: String? = nil, warning: String? = nil) {
        fixed = credential
        self.name = name
        self.parts = parts ?? name
        self.warning = warning
    }

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        then(.success(fixed))
    }

    func drop(_ refused: Credential) -> Bool { false }
}

extension Redaction {
    /// What of a credential goes over the wire as it is.
    mutating func add(_ credential: Credential) {
        switch credential {
        case .token(let token): token.header.withValue { add(Array($0)) }
        case .key(let key): key.signer.securityToken?.withValue { add(Array($0)) }
        }
    }
}
