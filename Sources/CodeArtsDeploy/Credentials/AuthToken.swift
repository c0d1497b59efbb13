public import CodeArtsDeployModel

/// A token as the header line that carries it.
///
/// Kept in this form so that a call hands it to libcurl without making another copy of the secret.
public final class AuthToken: Sendable {
    let header: RequestHeader

    /// - Parameter bytes: checked by `AuthToken.faults(in:)` before.
    init(checked bytes: ArraySlice<UInt8>) {
        header = RequestHeader(prefix: "X-Auth-Token: ", checked: Array(bytes))
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
        SecretForm.faults(in: bytes, .token, path: path)
    }
}
