internal import CodeArtsDeployModel

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
        var faults = SecretForm.faults(in: id, .accessKeyID, path: names.id)
        faults += SecretForm.faults(in: secret, .printableName, path: names.secret)
        if let securityToken { faults += SecretForm.faults(in: securityToken, .token, path: names.securityToken) }
        if let projectID { faults += StringRule.id.faults(in: projectID, path: "project_id") }
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: subject) }
        return try AccessKey(
            id: id[...], secret: secret[...], securityToken: securityToken.map { $0[...] },
            projectID: projectID.map { String(decoding: $0, as: UTF8.self) })
    }
}
