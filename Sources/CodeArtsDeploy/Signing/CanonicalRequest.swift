internal import CodeArtsDeployModel

/// The canonical request: the text that stands for a request in its signature.
///
/// Reference: https://support.huaweicloud.com/devg-apisign/
struct CanonicalRequest {
    let request: WireRequest
    let headers: RequestHeaders

    init(_ request: WireRequest) {
        self.init(request, signing: request.headers)
    }

    /// - Parameter headers: in place of all that the request has.
    init(_ request: WireRequest, signing headers: RequestHeaders) {
        self.request = request
        self.headers = headers
    }

    var digest: SHA256.Digest {
        var hash = SHA256()
        defer { hash.wipe() }
        write(to: &hash)
        return hash.finalize()
    }

    func write(to text: inout some ByteSink) {
        text.append(request.method)
        text.appendLineEnd()
        request.withPath { Self.write(path: $0, to: &text) }
        text.appendLineEnd()
        request.withQuery { text.append($0) }
        text.appendLineEnd()
        for header in headers.all where header.isSigned {
            header.appendName(to: &text)
            text.append(UInt8(ascii: ":"))
            header.withValue { text.append($0) }
            text.appendLineEnd()
        }
        text.appendLineEnd()
        writeNames(to: &text)
        text.appendLineEnd()
        writePayload(to: &text)
    }

    /// The names of the signed headers, which the signature itself repeats.
    func writeNames(to text: inout some ByteSink) {
        var isFirst = true
        for header in headers.all where header.isSigned {
            if !isFirst { text.append(UInt8(ascii: ";")) }
            isFirst = false
            header.appendName(to: &text)
        }
    }

    // MARK: Parts

    /// The path unescaped and escaped again, whatever spelling it is sent in, and with a slash at its end. So `%2F` is
    /// signed as a slash, and escapes that are not UTF-8 as U+FFFD, which the official signer reads them as.
    private static func write(path: UnsafeRawBufferPointer, to text: inout some ByteSink) {
        let slash = UInt8(ascii: "/")
        if path.allSatisfy(PercentEncoding.isKeptInPath) {
            text.append(path)
            if path.last != slash { text.append(slash) }
        } else {
            let encoded = PercentEncoding.encoded(
                path: String(decoding: PercentEncoding.decoded(path), as: UTF8.self))
            text.append(encoded)
            if encoded.last != slash { text.append(slash) }
        }
    }

    /// The hash of the body, or what a header declares in its place. An empty body is always hashed.
    private func writePayload(to text: inout some ByteSink) {
        if !request.body.isEmpty, let declared = headers["x-sdk-content-sha256"] {
            declared.withValue { text.append($0) }
        } else {
            SHA256.digest(of: request.body).appendHexadecimal(to: &text)
        }
    }
}
