internal import CodeArtsDeployModel

/// Redaction of secrets in third-party text: a service, a proxy or libcurl that repeats a token or a password in an
/// error text must not put it into a log.
struct Redaction {
    private static var mask: [UInt8] { Array("***".utf8) }
    /// Shorter values would mask ordinary words.
    private static let shortest = 4
    /// So much of an error's text is of use to somebody.
    private static let maxLength = 4096

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

    /// Longest first, each once: the first that is found at a place is the longest there.
    private mutating func keep(_ secret: [UInt8]) {
        if !secrets.contains(secret) { secrets.insert(secret) { $0.count < secret.count } }
    }

    mutating func add(_ secret: Secret) {
        secret.with { add(Array($0)) }
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

    /// Where the service answered, its words are masked and our own sentences are not: a secret that is an ordinary
    /// word would make these unreadable, and they never repeat one.
    consuming func applied(to error: DeployError) -> DeployError {
        var error = error
        if error.httpStatus == nil {
            error.message = masked(error.message)
        } else {
            if let words = error.errorMessage { error.message = masked(words, in: error.message) }
            if let words = error.errorCode { error.message = masked(words, in: error.message) }
        }
        error.errorCode = error.errorCode.map(masked)
        error.errorMessage = error.errorMessage.map(masked)
        error.requestID = error.requestID.map(masked)
        wipe()
        return error
    }

    /// An id that the service gave.
    consuming func cleaned(id: String) -> String {
        let cleaned = masked(id)
        wipe()
        return cleaned
    }

    /// The message with these words masked, and nothing else.
    @inline(never)
    private func masked(_ words: String, in message: String) -> String {
        let text = Array(message.utf8)
        let part = Array(words.utf8)
        guard let start = text.indices.first(where: { text[$0...].starts(with: part) }) else { return message }
        let masked = self.masked(part, atMost: Self.maxLength)
        var kept: [UInt8] = []
        for at in 0..<start { kept.append(text[at]) }
        for byte in masked { kept.append(byte) }
        for at in (start + part.count)..<text.count { kept.append(text[at]) }
        return String(decoding: kept, as: UTF8.self)
    }

    private func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8), atMost: Self.maxLength), as: UTF8.self)
    }

    /// One pass from the beginning to the end: what belongs to secrets that overlap becomes one mask.
    ///
    /// - Parameter limit: where the text is cut if it is longer; a secret that begins before is masked whole.
    func masked(_ text: [UInt8], atMost limit: Int = .max) -> [UInt8] {
        var begins = SIMD32<UInt8>()
        for secret in secrets { begins[Int(secret[0] >> 3)] |= 1 << (secret[0] & 7) }
        let end = Self.end(of: text, atMost: limit)
        var masked: [UInt8] = []
        masked.reserveCapacity(end)
        var secretEnd = 0
        for at in 0..<end {
            let byte = text[at]
            if begins[Int(byte >> 3)] & 1 << (byte & 7) != 0,
                let secret = secrets.first(where: { text[at...].starts(with: $0) })
            {
                if at >= secretEnd { masked += Self.mask }
                secretEnd = max(secretEnd, at + secret.count)
            }
            if at >= secretEnd { masked.append(byte) }
        }
        if end < text.count { masked += Array("…".utf8) }
        return masked
    }

    /// Where a text is cut: at the beginning of a character.
    private static func end(of text: [UInt8], atMost limit: Int) -> Int {
        var end = min(text.count, limit)
        while end < text.count, end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}
