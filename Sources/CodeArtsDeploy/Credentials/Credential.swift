internal import CodeArtsDeployModel

/// What a request is authorised with.
public enum Credential: Sendable {
    case token(AuthToken)
    case key(AccessKey)
}

/// Where a credential comes from, and where a new one can be had.
protocol CredentialSource: AnyObject, Sendable {
    /// For messages: "HUAWEICLOUD_SDK_AK", "the configuration".
    var name: String { get }
    /// What the owner of the credential should hear about, though it works.
    var warning: String? { get }

    /// Finds the credential as it is now; a source that fetches it does so within the run's time.
    func credential(for run: Run, then: @escaping (Result<Credential, DeployError>) -> Step) -> Step

    /// Drops a token that the service says has ended. Answers whether this source can get another one.
    func drop(_ token: AuthToken) -> Bool
}

extension CredentialSource {
    var warning: String? { nil }
}

/// A credential that is what it is until somebody changes it.
final class FixedSource: CredentialSource {
    let name: String
    let warning: String?
    private let fixed: Credential

    init(_ credential: Credential, from name: String, warning: String? = nil) {
        fixed = credential
        self.name = name
        self.warning = warning
    }

    func credential(for run: Run, then: @escaping (Result<Credential, DeployError>) -> Step) -> Step {
        then(.success(fixed))
    }

    func drop(_ token: AuthToken) -> Bool { false }
}
