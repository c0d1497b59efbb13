/// Finds the end of a string and checks every byte of it: escapes, surrogate pairs, control characters, UTF-8.
enum JSONStringScanner {
    struct Fault: Error {
        let rule: Rule
        let message: String
        let offset: Int

        init(_ rule: Rule, _ message: String, _ offset: Int) {
            self.rule = rule
            self.message = message
            self.offset = offset
        }
    }

    /// Scans the string whose opening quote stands at `start`; answers the offset behind its closing quote.
    static func scan(_ bytes: [UInt8], from start: Int) throws(Fault) -> (offset: Int, isEscaped: Bool) {
        var at = start + 1
        var isEscaped = false
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                return (at + 1, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                at = try escape(bytes, at: at)
            case 0..<0x20:
                throw Fault(.json, "A control character inside a string must be written as an escape.", at)
            case 0x20..<0x80:
                at += 1
            default:
                guard let length = UTF8Sequence.length(in: bytes, at: at) else {
                    throw Fault(.encoding, "This is not valid UTF-8.", at)
                }
                at += length
            }
        }
        throw Fault(.json, "The text ends inside a string.", bytes.count)
    }

    /// Answers the offset behind the escape at `at`, both halves of a surrogate pair together.
    private static func escape(_ bytes: [UInt8], at: Int) throws(Fault) -> Int {
        guard at + 1 < bytes.count else { throw Fault(.json, "The text ends inside a string.", bytes.count) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(bytes, escapeAt: at) else {
                throw Fault(.json, "Four hexadecimal digits should follow \\u.", at)
            }
            if unit & 0xF800 != 0xD800 { return at + 6 }
            guard unit < 0xDC00, let low = codeUnit(bytes, escapeAt: at + 6), low & 0xFC00 == 0xDC00 else {
                throw Fault(.encoding, "Half of a surrogate pair stands alone; it is no character.", at)
            }
            return at + 12
        default:
            throw Fault(.json, "JSON has no such escape.", at)
        }
    }

    /// The value of `\uXXXX` at an offset; nil where no such escape stands.
    static func codeUnit(_ bytes: [UInt8], escapeAt at: Int) -> UInt32? {
        guard at + 6 <= bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt32 = 0
        for digit in bytes[(at + 2)..<(at + 6)] {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }
}

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
            guard let length = length(in: bytes, at: at) else { return at }
            at += length
        }
        return nil
    }
}
