internal import CodeArtsDeployModel

/// The identity provider and the origin of identity tokens that the environment names. One source, and so one kept key,
/// for as long as these stay what they are.
final class EnvironmentIDToken: Sendable {
    static let provider = "HUAWEICLOUD_SDK_IDP_ID"

    private let configuration: Configuration
    private let environment: any Environment
    private let kept = PerProcess { CachedSource() }

    init(_ configuration: Configuration, environment: any Environment) {
        self.configuration = configuration
        self.environment = environment
    }

    /// nil where nothing of it is set. GitHub's variables alone mean nothing: they may be there for another cloud.
    func source() throws(DeployError) -> (any CredentialSource)? {
        let named = [IDTokenOrigin.file, IDTokenOrigin.variable].filter { environment.variable($0) != nil }
        guard let provider = environment.variable(Self.provider) else {
            guard let first = named.first else { return nil }
            throw CredentialFault.missing(Self.provider, beside: first, CredentialFault.environment)
        }
        if let first = named.first, let other = named.dropFirst().first {
            throw CredentialFault.twoKinds(first, other)
        }
        let origin = IDTokenOrigin(name: named.first ?? IDTokenOrigin.issuer, environment: environment)
        guard environment.variable(origin.name) != nil else { throw withoutOrigin }
        let faults = SecretForm.faults(in: provider, .accessKeyID, path: Self.provider)
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: CredentialFault.environment) }
        let endpoint = try configuration.iam.endpoint()
        return kept.value.source(for: provider + Array(origin.name.utf8)) {
            IDTokenSource(provider, origin, for: scope, at: endpoint)
        }
    }

    /// nil: the service decides by what the identity may do.
    private var scope: IDTokenSource.Scope? {
        if let project = configuration.iamProjectID { return ("project", "id", project) }
        if let project = configuration.iam.project { return ("project", "name", project) }
        return environment.variable("HUAWEICLOUD_SDK_DOMAIN_ID").map {
            ("domain", "id", String(decoding: $0, as: UTF8.self))
        }
    }

    private var withoutOrigin: DeployError {
        let isGitHub = environment.variable("GITHUB_ACTIONS") != nil
        let remedy =
            isGitHub
            ? " A job of GitHub gets one with the permission \"id-token: write\"."
            : " Set \(IDTokenOrigin.file) or \(IDTokenOrigin.variable)."
        let violation = Violation(
            path: Self.provider, rule: .required,
            message: "\(Self.provider) is set, but there is no identity token for it.\(remedy)")
        return DeployError(.configuration, violations: [violation], of: CredentialFault.environment)
    }
}
