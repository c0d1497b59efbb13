internal import CodeArtsDeployModel

/// A temporary key, as IAM and the metadata service answer with it:
/// `{"credential": {"access", "secret", "securitytoken", "expires_at"}}`.
enum TemporaryKey {
    /// - Parameters:
    ///   - subject: "The answer of IAM".
    ///   - remedy: what to ask where there is no key in it.
    static func read(_ reply: HTTPReply, of subject: String, _ remedy: StaticString) throws(DeployError)
        -> CachedCredential.Found
    {
        let root = try JSONDocument.checked(reply.service.body, of: subject, failing: .badResponse).root
        let key = root["credential"]
        var parts = KeyParts(
            id: key?["access"]?.stringBytes.map { Array($0) }, secret: key?["secret"]?.stringBytes.map { Array($0) },
            securityToken: key?["securitytoken"]?.stringBytes.map { Array($0) })
        defer { parts.wipe() }
        do throws(DeployError) {
            let found = try parts.key(names: ("access", "secret", "securitytoken"), of: subject)
            guard let found else { throw DeployError(.badResponse, "\(subject) names no key\(remedy.text)") }
            let seconds = CredentialLifetime.seconds(
                until: key?["expires_at"]?.string, from: key?["issued_at"]?.string, or: reply.date)
            return CachedCredential.Found(.key(found), lasts: seconds)
        } catch {
            var error = error
            error.status = .badResponse
            throw error
        }
    }
}
