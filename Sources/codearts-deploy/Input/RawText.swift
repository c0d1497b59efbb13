/// An encoding of arbitrary bytes as a Swift string, for the argument parser. A plain string would repair bytes that are
/// not UTF-8, and so name another file.
///
/// A byte that is not part of a UTF-8 character becomes a character from the end of Unicode's last private area. So do
/// the bytes of a character from that area, which makes decoding unambiguous.
enum RawText {
    private static let base: UInt32 = 0x10FF00
    private static let area: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

    static func carrying(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        var rest = bytes[...]
        while let byte = rest.first {
            var decoder = UTF8()
            var input = rest.makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&input), !area.contains(scalar.value) {
                scalars.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else {
                scalars.append(Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}")
                rest = rest.dropFirst()
            }
        }
        return String(scalars)
    }

    static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar -> [UInt8] in
            area.contains(scalar.value) ? [UInt8(scalar.value - base)] : Array(UTF8.encode(scalar) ?? .init())
        }
    }

    /// For messages: such bytes as `\xE9`.
    static func readable(_ text: String) -> String {
        var readable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard area.contains(scalar.value) else {
                readable.append(scalar)
                continue
            }
            readable.append(contentsOf: "\\x\(String(scalar.value - base, radix: 16, uppercase: true))".unicodeScalars)
        }
        return String(readable)
    }
}
