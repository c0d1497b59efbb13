internal import CodeArtsDeployModel

/// Takes secrets out of the words of others: a service, a proxy or libcurl that repeats a token or a password in an
/// error text must not put it into somebody's log.
struct Redaction {
    private static var mask: [UInt8] { Array("***".utf8) }
    /// Shorter values would mask ordinary words.
    private static let shortest = 4

    private var secrets: [[UInt8]] = []

    mutating func add(_ secret: [UInt8]) {
        guard secret.count >= Self.shortest else { return }
        keep(secret)
        // The same as JSON writes it, since a service may quote the body that it got.
        var json = JSONWriter(reserving: secret.count * 6 + 2)
        json.string(utf8: secret)
        let written = json.bytes.dropFirst().dropLast()
        if written.count != secret.count { keep(Array(written)) }
    }

    private mutating func add(_ secret: ArraySlice<UInt8>) {
        add(Array(secret))
    }

    /// Longest first: a secret may be a part of another one, which then would not be found whole any more.
    private mutating func keep(_ secret: [UInt8]) {
        secrets.insert(secret) { $0.count < secret.count }
    }

    mutating func add(_ secret: Secret) {
        secret.with { add(Array($0)) }
    }

    mutating func add(_ credential: Credential) {
        switch credential {
        case .token(let token): token.header.withValue { add(Array($0)) }
        case .key(let key): key.signer.securityToken?.withValue { add(Array($0)) }
        }
    }

    /// The private parameters of a request, as they read and as the caller spelt them.
    mutating func add(privateParametersOf body: [UInt8]) {
        guard let params = (try? JSONDocument(parsing: body))?.root["params"] else { return }
        for parameter in params.elements {
            guard parameter["type"]?.isText("encrypt") == true,
                let value = parameter["value"], let text = value.stringBytes
            else { continue }
            add(text)
            add(value.raw.dropFirst().dropLast())
        }
    }

    /// The user and password in a proxy's address, also in the form of the header that carries them.
    mutating func add(proxy address: [UInt8]) {
        guard let at = address.lastIndex(of: UInt8(ascii: "@")) else { return }
        var user = address[..<at]
        let scheme = Array("://".utf8)
        for start in user.indices where user[start...].starts(with: scheme) {
            user = user[(start + scheme.count)...]
            break
        }
        add(user)
        add(user.drop { $0 != UInt8(ascii: ":") }.dropFirst())
        let plain = user.withUnsafeBytes { PercentEncoding.decoded($0) }
        add(plain)
        add(plain.drop { $0 != UInt8(ascii: ":") }.dropFirst())
        add(Base64.encoded(plain))
    }

    /// How many of the last bytes of a text may be the beginning of a secret.
    func lengthOfBeginning(atEndOf text: [UInt8]) -> Int {
        var longest = 0
        for secret in secrets {
            var length = min(secret.count - 1, text.count)
            while length > longest {
                if text[(text.count - length)...].elementsEqual(secret[..<length]) { longest = length }
                length -= 1
            }
        }
        return longest
    }

    /// A beginning without its rest: enough of it to be of use to somebody is masked.
    func maskedBeginning(_ text: [UInt8]) -> [UInt8] { text.count < Self.shortest ? text : Array(Self.mask) }

    /// Forgets the secrets.
    mutating func wipe() {
        for index in secrets.indices { CodeArtsDeploy.wipe(&secrets[index]) }
        secrets = []
    }

    consuming func applied(to error: DeployError) -> DeployError {
        var error = error
        error.message = masked(error.message)
        error.errorCode = error.errorCode.map(masked)
        error.errorMessage = error.errorMessage.map(masked)
        error.requestID = error.requestID.map(masked)
        wipe()
        return error
    }

    private func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    func masked(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        for secret in secrets {
            var at = 0
            while at + secret.count <= bytes.count {
                if bytes[at] == secret[0], bytes[at..<(at + secret.count)].elementsEqual(secret) {
                    bytes.replaceSubrange(at..<(at + secret.count), with: Self.mask)
                    at += Self.mask.count
                } else {
                    at += 1
                }
            }
        }
        return bytes
    }
}
