/// UTF-8 as the Unicode Standard's table 3-7 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
public enum UTF8Sequence {
    /// How many bytes the character at an offset takes; nil where the bytes are not UTF-8.
    static func length(in bytes: [UInt8], at: Int) -> Int? {
        let lead = bytes[at]
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return nil }
        for byte in bytes[(at + 2)..<(at + length)] where byte & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The offset of the first byte that is not UTF-8; nil where all of it is.
    public static func firstFault(in bytes: [UInt8]) -> Int? {
        var at = 0
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at += 1
                continue
            }
            guard let length = length(in: bytes, at: at) else { return at }
            at += length
        }
        return nil
    }
}
