import NIOHTTP1

/// The header Authorization of a signed request:
/// `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`.
struct SignedAuthorization {
    static let algorithm = "SDK-HMAC-SHA256"

    let accessKey: String
    /// The names of the headers that the signature covers.
    let signedHeaders: [String]
    let signature: String

    /// Whether a request says that it is signed, well or badly.
    static func isClaimed(in headers: HTTPHeaders) -> Bool {
        headers["Authorization"].contains { $0.hasPrefix(algorithm) }
    }

    /// Nil where there is none or it has another form.
    init?(_ headers: HTTPHeaders) {
        let values = headers["Authorization"]
        guard values.count == 1, let value = values.first, value.hasPrefix(Self.algorithm + " ") else { return nil }
        var parts: [Substring: Substring] = [:]
        for part in value.dropFirst(Self.algorithm.count).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            parts[pair[0].drop { $0 == " " }] = pair[1]
        }
        guard parts.count == 3, let accessKey = parts["Access"], let names = parts["SignedHeaders"],
            let signature = parts["Signature"]
        else { return nil }
        self.accessKey = String(accessKey)
        signedHeaders = names.split(separator: ";").map(String.init)
        self.signature = String(signature)
    }
}
