/// The escapes of a string that the parser already accepted.
enum JSONEscapes {
    static func resolved(_ inner: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let bytes = Array(inner)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count else {
                text.append(bytes[at])
                at += 1
                continue
            }
            if let scalar = scalar(in: bytes, at: at) {
                text.append(contentsOf: Unicode.UTF8.encode(scalar.value) ?? Unicode.UTF8.encodedReplacementCharacter)
                at += scalar.length
            } else {
                text.append(simple(bytes[at + 1]))
                at += 2
            }
        }
        return text[...]
    }

    private static func simple(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The character of one `\uXXXX`, or of two that form a surrogate pair.
    private static func scalar(in bytes: [UInt8], at: Int) -> (value: Unicode.Scalar, length: Int)? {
        guard let unit = JSONStringScanner.codeUnit(bytes, escapeAt: at) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        guard let low = JSONStringScanner.codeUnit(bytes, escapeAt: at + 6), unit & 0xFC00 == 0xD800,
            low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
        else { return nil }
        return (scalar, 12)
    }
}
