internal import CodeArtsDeployModel

/// An access key that signs requests. The secret half is kept as a hashed state, never as text.
public final class AccessKey: Sendable {
    /// The public half; it stands in every signed request.
    let id: String
    let signer: Signer
    /// Tells this key from another with the same id and another secret.
    let fingerprint: [UInt8]
    /// The IAM project that stands beside the key in its file.
    let projectID: String?

    private init(id: String, signer: Signer, fingerprint: [UInt8], projectID: String?) {
        self.projectID = projectID
        self.id = id
        self.signer = signer
        self.fingerprint = fingerprint
    }

    /// - Parameters: checked before; the caller wipes its copies.
    convenience init(
        id: ArraySlice<UInt8>, secret: ArraySlice<UInt8>, securityToken: ArraySlice<UInt8>?, projectID: String? = nil
    ) throws(DeployError) {
        let name = String(decoding: id, as: UTF8.self)
        let secret = Secret(secret)
        let signer = try Signer(accessKey: name, secretKey: secret, securityToken: securityToken.map { Secret($0) })
        let fingerprint = HMACSHA256(secret).fingerprint([id, securityToken ?? []])
        self.init(id: name, signer: signer, fingerprint: fingerprint, projectID: projectID)
    }
}
