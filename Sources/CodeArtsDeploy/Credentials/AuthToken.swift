public import CodeArtsDeployModel

/// A token as the header line that carries it.
///
/// Kept in this form so that a call hands it to libcurl without making another copy of the secret.
public final class AuthToken: Sendable {
    static let header: StaticString = "X-Auth-Token: "
    let line: Secret

    /// - Parameter bytes: checked by `AuthToken.faults(in:)` before.
    init(checked bytes: ArraySlice<UInt8>) {
        line = Secret(bytes, prefix: Self.header)
    }

    /// Takes a token from a caller.
    ///
    /// - Parameter bytes: 1 to 20,000 characters, none of them a control character; the caller wipes its copy.
    public convenience init(_ bytes: [UInt8]) throws(DeployError) {
        let faults = Self.faults(in: bytes, path: "token")
        if !faults.isEmpty { throw DeployError(.validation, violations: faults, of: "The token") }
        self.init(checked: bytes[...])
    }

    static func faults(in bytes: [UInt8], path: String) -> [Violation] {
        guard UTF8Sequence.firstFault(in: bytes) == nil else {
            return [Violation(path: path, rule: .encoding, message: "The token is not valid UTF-8.")]
        }
        return StringRule.token.accepts(bytes) ? [] : StringRule.token.faults(in: bytes, path: path)
    }

    /// The variables that a token may stand in, the first one set taken.
    static var variables: [String] { ["CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN"] }

    static func fromEnvironment(_ environment: any Environment) throws(DeployError) -> AuthToken {
        for name in variables {
            guard var bytes = environment.variable(name) else { continue }
            defer { wipe(&bytes) }
            let faults = Self.faults(in: bytes, path: name)
            if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: "The environment") }
            return AuthToken(checked: bytes[...])
        }
        throw DeployError(
            .configuration,
            "There is no token: none was given, and none of \(variables.joined(separator: ", ")) is set. Nothing was sent."
        )
    }
}
