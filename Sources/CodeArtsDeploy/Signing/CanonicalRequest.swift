/// The text that stands for a request in its signature. Whoever changes a part that it covers breaks the signature.
///
/// Reference: https://support.huaweicloud.com/devg-apisign/
struct CanonicalRequest {
    let request: WireRequest
    /// The lines that are signed, sorted.
    let headers: [RequestHeader]

    init(_ request: WireRequest) {
        self.init(request, signing: request.headers)
    }

    init(_ request: WireRequest, signing headers: RequestHeaders) {
        self.request = request
        self.headers = headers.signed
    }

    var digest: SHA256.Digest {
        var hash = SHA256()
        defer { hash.wipe() }
        write(to: &hash)
        return hash.finalize()
    }

    func write(to text: inout some ByteSink) {
        text.append(request.method)
        text.append("\n")
        writePath(to: &text)
        text.append("\n")
        request.withQuery { text.append($0) }
        text.append("\n")
        for header in headers {
            text.append(header.name)
            text.append(":")
            header.withValue { text.append($0) }
            text.append("\n")
        }
        text.append("\n")
        writeNames(to: &text)
        text.append("\n")
        writePayload(to: &text)
    }

    /// The names of the signed headers, which the signature itself repeats.
    func writeNames(to text: inout some ByteSink) {
        var isFirst = true
        for header in headers {
            if !isFirst { text.append(";") }
            isFirst = false
            text.append(header.name)
        }
    }

    // MARK: Parts

    /// The path unescaped and escaped again, whatever spelling it was sent in, with a slash at its end. So `%2F` is
    /// signed as a slash; and bytes that are not UTF-8 as U+FFFD, which is what the official signer's decoder makes of
    /// them.
    private func writePath(to text: inout some ByteSink) {
        var path = request.withPath { Array($0) }
        if path.contains(UInt8(ascii: "%")) {
            path = Array(String(decoding: PercentEncoding.decoded(path), as: UTF8.self).utf8)
        }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(path.count + 16)
        PercentEncoding.append(path, keeping: UInt8(ascii: "/"), to: &encoded)
        if encoded.last != UInt8(ascii: "/") { encoded.append(UInt8(ascii: "/")) }
        text.append(encoded)
    }

    /// The hash of the body, or what the request says in place of it. An empty body is always hashed.
    private func writePayload(to text: inout some ByteSink) {
        if !request.body.isEmpty, let declared = request.headers["x-sdk-content-sha256"] {
            declared.withValue { text.append($0) }
        } else {
            SHA256.digest(of: request.body).appendHexadecimal(to: &text)
        }
    }
}
