/// Bytes that may not be UTF-8, carried through the argument parser, whose words are Swift strings: those would be
/// repaired, and so be the name of another file.
///
/// A byte that is no part of a UTF-8 character stands as a character of its own from the end of Unicode's last private
/// area. So do the bytes of a character that is truly from there, which makes the way back certain.
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

    /// To be read by somebody: such bytes as `\xE9`.
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
