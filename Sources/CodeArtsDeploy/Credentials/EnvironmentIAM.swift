internal import CodeArtsDeployModel

/// The IAM user of the variables HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME and HW_PROJECT_NAME. One source, and
/// so one kept token, for as long as they stay what they are.
final class EnvironmentIAM: Sendable {
    private let configuration: Configuration
    private let environment: any Environment
    private let transport: any Transport
    private let kept = PerProcess { KeptSource() }

    init(_ configuration: Configuration, environment: any Environment, transport: any Transport) {
        self.configuration = configuration
        self.environment = environment
        self.transport = transport
    }

    /// nil where HW_USER_NAME is not set.
    func source() throws(DeployError) -> IAMSource? {
        guard let user = environment.variable("HW_USER_NAME") else { return nil }
        guard var password = environment.variable("HW_USER_PASSWORD") else { throw missing("HW_USER_PASSWORD") }
        defer { wipe(&password) }
        guard let domain = environment.variable("HW_DOMAIN_NAME") else { throw missing("HW_DOMAIN_NAME") }
        let project = environment.variable("HW_PROJECT_NAME") ?? configuration.iam.region.map { Array($0.utf8) }
        let fingerprint = HMACSHA256(Secret(password[...])).fingerprint([user[...], domain[...], project?[...] ?? []])
        if let source = kept.value.source(for: fingerprint) { return source }
        let scope = project.map { IAMLogin.Scope.project(text($0)) } ?? .domain(text(domain))
        let login = IAMLogin(
            user: text(user), password: Secret(password[...]), domain: text(domain), scope: scope, passcode: nil)
        let source = IAMSource(login, at: try configuration.iam.endpoint(), transport: transport, name: "HW_USER_NAME")
        kept.value.keep(source, for: fingerprint)
        return source
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func missing(_ name: String) -> DeployError {
        CredentialFault.missing(name, beside: "HW_USER_NAME", CredentialFault.environment)
    }
}

/// The source of the variables as they were last seen.
private final class KeptSource: @unchecked Sendable {
    private let lock = Lock()
    private var kept: (fingerprint: [UInt8], source: IAMSource)?

    func source(for fingerprint: [UInt8]) -> IAMSource? {
        lock.with { kept.flatMap { $0.fingerprint == fingerprint ? $0.source : nil } }
    }

    func keep(_ source: IAMSource, for fingerprint: [UInt8]) {
        lock.with { kept = (fingerprint, source) }
    }
}
