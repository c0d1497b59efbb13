/// Percent-encoding (RFC 3986) as a server sees it.
enum PercentEscapes {
    /// The text without its escapes. What is no escape stays as it is, and bytes that are not UTF-8 become U+FFFD.
    static func decode(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let escaped = escape(rest.prefix(2)) {
                decoded.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The text with every byte escaped that is not `A-Z a-z 0-9 - _ . ~`.
    static func encode(_ text: some StringProtocol) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if byte.isASCIILetterOrDigit || "-_.~".utf8.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func escape(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// The members of a query, as they read without escapes, in the order in which they came.
struct Query {
    let members: [(name: String, value: String)]

    /// - Parameter text: What follows the question mark. A plus is a space, as servers have it.
    init(_ text: Substring) {
        members = text.split(separator: "&").map { member in
            let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { PercentEscapes.decode(String($0.map { $0 == "+" ? " " : $0 })) }
            return (texts[0], texts.count > 1 ? texts[1] : "")
        }
    }

    subscript(name: String) -> String? {
        members.first { $0.name == name }?.value
    }
}
