internal import CodeArtsDeployModel

/// A request signer with an access key: SDK-HMAC-SHA256.
///
/// Any number of threads may use one signer. It does not keep the secret key, only what HMAC makes of it.
///
/// Reference: https://support.huaweicloud.com/devg-apisign/
final class Signer: Sendable {
    /// The start of every Authorization, up to the names of the headers.
    private let authorizationStart: [UInt8]
    private let key: HMACSHA256
    /// The line X-Security-Token; only temporary keys have one.
    let securityToken: RequestHeader?

    /// - Parameters:
    ///   - accessKey: the AK, which every request names.
    ///   - secretKey: the SK; the signer makes what it needs of it and lets it go.
    ///   - securityToken: what a temporary key came with.
    init(accessKey: String, secretKey: Secret, securityToken: Secret? = nil) throws(DeployError) {
        var faults = StringRule.accessKeyID.faults(in: Array(accessKey.utf8), path: "ak")
        if secretKey.with({ $0.isEmpty }) {
            faults.append(Violation(path: "sk", rule: .length, message: "This is empty."))
        }
        var start: [UInt8] = []
        start.append(StringToSign.algorithm)
        start.append(" Access=")
        start.append(accessKey)
        start.append(", SignedHeaders=")
        authorizationStart = start
        key = HMACSHA256(secretKey)
        self.securityToken = securityToken.map { Self.line(of: $0, &faults) }
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: "The access key") }
    }

    /// The request with the lines that sign it: X-Sdk-Date, X-Security-Token where there is one, Authorization. A
    /// request that was signed before is signed again.
    ///
    /// - Parameter unixSeconds: the time since 1970. The gateway refuses what is more than 15 minutes off its own.
    func signed(_ unsigned: consuming WireRequest, at unixSeconds: Int64) -> WireRequest {
        let date = SigningDate(unixSeconds: unixSeconds)
        var request = consume unsigned
        request.headers.set(RequestHeader(prefix: "X-Sdk-Date: ", checked: date.text))
        if let securityToken { request.headers.set(securityToken) }
        if Self.leavesBodyOut(request) {
            request.headers.set(
                RequestHeader(prefix: "X-Sdk-Content-Sha256: ", checked: Array("UNSIGNED-PAYLOAD".utf8)))
        }
        request.headers.set(RequestHeader(prefix: "Authorization: ", checked: authorization(of: request, date)))
        return request
    }

    private func authorization(of request: WireRequest, _ date: SigningDate) -> [UInt8] {
        let canonical = CanonicalRequest(request)
        return authorization(of: StringToSign(date: date, canonical: canonical.digest), canonical)
    }

    /// The value of the header Authorization.
    func authorization(of stringToSign: StringToSign, _ canonical: CanonicalRequest) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256)
        text.append(authorizationStart)
        canonical.writeNames(to: &text)
        text.append(", Signature=")
        key.code { stringToSign.write(to: &$0) }.appendHexadecimal(to: &text)
        return text
    }

    // MARK: Parts

    private static func line(of token: Secret, _ faults: inout [Violation]) -> RequestHeader {
        var value = token.with { RequestHeader.trimmed($0) }
        defer { wipe(&value) }
        faults += SecretForm.faults(in: value, .token, path: "security_token")
        return RequestHeader(prefix: "X-Security-Token: ", checked: value)
    }

    /// The gateway hashes JSON and BSON alone; a body of another type must be declared as not signed.
    private static func leavesBodyOut(_ request: WireRequest) -> Bool {
        guard let type = request.headers["content-type"] else { return false }
        return type.withValue { type in
            !(type.isEmpty || starts(type, with: "application/json") || starts(type, with: "application/bson"))
        }
    }

    private static func starts(_ text: UnsafeRawBufferPointer, with start: StaticString) -> Bool {
        start.withUTF8Buffer { text.starts(with: $0) }
    }
}
