internal import CodeArtsDeployModel

/// The IAM user of the variables HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME and HW_PROJECT_NAME. One source, and
/// so one kept token, for as long as they stay what they are.
final class EnvironmentIAM: Sendable {
    private let configuration: Configuration
    private let environment: any Environment
    private let kept = PerProcess { CachedSource() }

    init(_ configuration: Configuration, environment: any Environment) {
        self.configuration = configuration
        self.environment = environment
    }

    /// nil where HW_USER_NAME is not set.
    func source() throws(DeployError) -> (any CredentialSource)? {
        guard let user = environment.variable("HW_USER_NAME") else { return nil }
        guard var password = environment.variable("HW_USER_PASSWORD") else { throw missing("HW_USER_PASSWORD") }
        defer { wipe(&password) }
        guard let domain = environment.variable("HW_DOMAIN_NAME") else { throw missing("HW_DOMAIN_NAME") }
        let project = environment.variable("HW_PROJECT_NAME") ?? configuration.iam.project.map { Array($0.utf8) }
        var faults = SecretForm.faults(in: user, .printableName, path: "HW_USER_NAME", isOneWord: false)
        faults += SecretForm.faults(in: password, .password, path: "HW_USER_PASSWORD", isOneWord: false)
        faults += SecretForm.faults(in: domain, .printableName, path: "HW_DOMAIN_NAME", isOneWord: false)
        if let project {
            faults += SecretForm.faults(in: project, .printableName, path: "HW_PROJECT_NAME", isOneWord: false)
        }
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: CredentialFault.environment) }
        let endpoint = try configuration.iam.endpoint()
        let fingerprint = HMACSHA256(Secret(password[...])).fingerprint([
            user[...], domain[...], project?[...] ?? [],
        ])
        let scope = project.map { IAMLogin.Scope.project(text($0)) } ?? .domain(text(domain))
        let login = IAMLogin(
            user: text(user), password: Secret(password[...]), domain: text(domain), scope: scope, passcode: nil)
        return kept.value.source(for: fingerprint) {
            let parts = ["HW_USER_NAME", "HW_USER_PASSWORD", "HW_DOMAIN_NAME"]
            let all = environment.variable("HW_PROJECT_NAME") == nil ? parts : parts + ["HW_PROJECT_NAME"]
            return IAMSource(login, at: endpoint, name: "HW_USER_NAME", parts: all.joined(separator: ", "))
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func missing(_ name: String) -> DeployError {
        CredentialFault.missing(name, beside: "HW_USER_NAME", CredentialFault.environment)
    }
}
