import CodeArtsDeploy

/// The bytes of a signed request, and everything in it that a test may want to be wrong.
struct SignedRequest {
    static let example = "0ee9c8e6a7dc44109541e53c6dccf47c"
    static let exampleBody = #"{"params":[{"key":"version","type":"text","value":"1.2.3"}],"trigger_source":"0"}"#

    var method = "POST"
    var target = "/v2/tasks/\(example)/start"
    var host = "codearts-deploy.cn-north-4.myhuaweicloud.com"
    var date: String? = "20260601T000000Z"
    var contentType = "application/json"
    var headers: [String] = []
    var body = exampleBody
    var accessKey = "AccessKey"
    var signedHeaders = "content-type;host;x-sdk-date"
    /// That of the members above.
    var signature = "b5335244b27bfb9740fd2ecc83494d944566de464efc5c47f0a57fa1fb76cf54"

    var authorization: String {
        "SDK-HMAC-SHA256 Access=\(accessKey), SignedHeaders=\(signedHeaders), Signature=\(signature)"
    }

    var bytes: [UInt8] {
        var lines = [
            "\(method) \(target) HTTP/1.1", "Host: \(host)", "Content-Type: \(contentType)",
            "Content-Length: \(body.utf8.count)", "Authorization: \(authorization)",
        ]
        if let date { lines.append("X-Sdk-Date: \(date)") }
        return Array((lines + headers + ["", body]).joined(separator: "\r\n").utf8)
    }

    /// The signature for a key that is known only at run time; `headers` are not in it.
    func signed(_ key: String, _ secret: String) -> SignedRequest {
        let canonical = """
            \(method)
            \(target)/

            content-type:\(contentType)
            host:\(host)
            x-sdk-date:\(date ?? "")

            content-type;host;x-sdk-date
            \(Self.hex(SHA256.digest(of: Array(body.utf8))))
            """
        let digest = Self.hex(SHA256.digest(of: Array(canonical.utf8)))
        let text = "SDK-HMAC-SHA256\n\(date ?? "")\n\(digest)"
        var signed = self
        signed.accessKey = key
        signed.signature = Self.hex(HMACSHA256(Secret(Array(secret.utf8)[...])).code { $0.append(Array(text.utf8)) })
        return signed
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        var digits: [UInt8] = []
        digest.appendHexadecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
