/// The string to sign: the algorithm, the time and the hash of the canonical request, a line each.
struct StringToSign {
    static var algorithm: StaticString { "SDK-HMAC-SHA256" }

    let date: SigningDate
    let canonical: SHA256.Digest

    func write(to text: inout some ByteSink) {
        text.append(Self.algorithm)
        text.appendLineEnd()
        text.append(date.text)
        text.appendLineEnd()
        canonical.appendHexadecimal(to: &text)
    }
}
