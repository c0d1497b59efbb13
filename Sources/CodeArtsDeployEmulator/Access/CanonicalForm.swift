import CodeArtsDeploy
package import NIOHTTP1

/// The canonical request that a signature covers, made from a request as it came over the wire.
///
/// On purpose this shares no line with the client's own canonical form: what the client signs but does not send, or
/// sends otherwise than it signs, is refused here, and a test sees it. Only the hash is the same.
///
/// Reference: https://support.huaweicloud.com/devg-apisign/
package struct CanonicalForm {
    package let text: String

    /// Nil where a header that is said to be signed is not there.
    ///
    /// - Parameters:
    ///   - target: Path and query, as the request line has them.
    ///   - names: The headers that are said to be signed.
    package init?(method: String, target: String, headers: HTTPHeaders, body: [UInt8], signed names: [String]) {
        let names = names.map { $0.lowercased() }.sorted()
        var lines = ""
        for name in names {
            // All values of a name, none of them split at its commas.
            let values = headers[name]
            guard !values.isEmpty else { return nil }
            lines += "\(name):\(values.map(Self.trimmed).joined(separator: ","))\n"
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        text = [
            method, Self.path(parts[0]), Self.query(parts.count > 1 ? parts[1] : ""), lines,
            names.joined(separator: ";"), Self.payload(body, headers, names),
        ].joined(separator: "\n")
    }

    /// What is signed in the end.
    func stringToSign(date: String) -> String {
        "\(SignedAuthorization.algorithm)\n\(date)\n\(Self.hash(Array(text.utf8)))"
    }

    /// Each segment with the same escapes, however it was sent, and a slash at the end.
    private static func path(_ path: Substring) -> String {
        let segments = PercentEscapes.decode(path).split(separator: "/", omittingEmptySubsequences: false)
        let encoded = segments.map { PercentEscapes.encode($0) }.joined(separator: "/")
        return encoded.hasSuffix("/") ? encoded : encoded + "/"
    }

    /// Sorted by name, then value, before they are escaped.
    private static func query(_ query: Substring) -> String {
        let sorted = Query(query).members.sorted { left, right in
            // By bytes, where `String` would compare characters.
            left.name.utf8.elementsEqual(right.name.utf8)
                ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return sorted.map { "\(PercentEscapes.encode($0.name))=\(PercentEscapes.encode($0.value))" }
            .joined(separator: "&")
    }

    /// The hash of the body, unless a signed header declares a body that is not signed.
    private static func payload(_ body: [UInt8], _ headers: HTTPHeaders, _ names: [String]) -> String {
        let declared = "x-sdk-content-sha256"
        let isLeftOut = names.contains(declared) && headers[declared].map(trimmed) == ["UNSIGNED-PAYLOAD"]
        return isLeftOut && !body.isEmpty ? "UNSIGNED-PAYLOAD" : hash(body)
    }

    private static func trimmed(_ value: String) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        var rest = value.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        SHA256.digest(of: bytes).appendHexadecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
