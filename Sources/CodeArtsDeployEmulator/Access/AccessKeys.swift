import CodeArtsDeploy

/// The access keys that open the service, and which of them are locked.
///
/// Reference: https://support.huaweicloud.com/devg-apisign/
struct AccessKeys {
    /// How many failures in a row lock a key.
    private static let failuresToLock = 5
    /// How far a request's date may be from the gateway's clock, to either side.
    private static let secondsOfSkew = 15 * 60

    private struct Key {
        let hmac: HMACSHA256
        let securityToken: String?
        /// Nil for a permanent key.
        var end: Timestamp?
        var failures = 0
        var lockedUntil: Timestamp?
    }

    private let lockSeconds: Int
    private var keys: [String: Key] = [:]

    init(_ permanent: Account.AccessKey, lockSeconds: Int) {
        self.lockSeconds = lockSeconds
        keys[permanent.id] = Key(hmac: Self.hmac(permanent.secret), securityToken: permanent.securityToken)
    }

    mutating func add(_ key: TemporaryKey) {
        keys[key.id] = Key(hmac: Self.hmac(key.secret), securityToken: key.securityToken, end: key.end)
    }

    /// Forgets failures and locks.
    mutating func unlock() {
        for id in keys.keys {
            keys[id]?.failures = 0
            keys[id]?.lockedUntil = nil
        }
    }

    /// Checks a signed request, and counts for its key whether it failed.
    mutating func verify(_ request: Request, at now: Timestamp) throws(ServiceError) {
        guard let authorization = SignedAuthorization(request.headers) else { throw .wrongSignature }
        let id = authorization.accessKey
        guard var key = keys[id], key.end.map({ now < $0 }) ?? true else {
            throw .authentication("ak \(id) not exist")
        }
        if let lockedUntil = key.lockedUntil {
            guard now >= lockedUntil else {
                throw .authentication("AK access failed to reach the limit, forbidden")
            }
            key.lockedUntil = nil
        }
        defer { keys[id] = key }
        do throws(ServiceError) {
            try Self.verify(request, authorization, key, at: now)
            key.failures = 0
        } catch {
            key.failures += 1
            if key.failures == Self.failuresToLock {
                key.failures = 0
                key.lockedUntil = now.advanced(bySeconds: lockSeconds)
            }
            throw error
        }
    }

    private static func verify(
        _ request: Request, _ authorization: SignedAuthorization, _ key: Key, at now: Timestamp
    ) throws(ServiceError) {
        let names = authorization.signedHeaders
        guard names.contains("host"), names.contains("x-sdk-date"),
            let text = request.headers.first(name: "X-Sdk-Date"), let date = Timestamp(signingDate: text)
        else { throw .wrongSignature }
        guard date >= now.advanced(bySeconds: -secondsOfSkew), date <= now.advanced(bySeconds: secondsOfSkew) else {
            throw .authentication("signature expired")
        }
        // A key with the security token of another is a mixture of two credentials.
        guard request.headers.first(name: "X-Security-Token") == key.securityToken,
            let form = CanonicalForm(
                method: request.method.rawValue, target: request.target, headers: request.headers, body: request.body,
                signed: names)
        else { throw .wrongSignature }
        var signature: [UInt8] = []
        key.hmac.code { $0.append(Array(form.stringToSign(date: text).utf8)) }.appendHexadecimal(to: &signature)
        guard signature.elementsEqual(authorization.signature.utf8) else { throw .wrongSignature }
    }

    private static func hmac(_ secret: String) -> HMACSHA256 {
        HMACSHA256(Secret(Array(secret.utf8)[...]))
    }
}

/// An access key for some hours, as an agency gives it.
struct TemporaryKey {
    /// "HST" is how the ids of temporary keys begin.
    let id = "HST" + Identifier.random()
    let secret = Identifier.random() + Identifier.random()
    let securityToken = "emulator-security-token-" + Identifier.random() + Identifier.random()
    let end: Timestamp
}
