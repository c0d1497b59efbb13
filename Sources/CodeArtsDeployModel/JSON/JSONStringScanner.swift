/// A scanner that finds the end of a string and checks every byte of it: escapes, surrogate pairs, control characters,
/// UTF-8.
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

    /// Scans the string whose opening quote stands at `start`; returns the offset after its closing quote.
    static func scan(_ bytes: [UInt8], from start: Int) throws(Fault) -> (offset: Int, isEscaped: Bool) {
        var at = start + 1
        var isEscaped = false
        while true {
            at = plainEnd(bytes, from: at)
            guard at < bytes.count else { throw Fault(.json, "The text ends inside a string.", bytes.count) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                return (at + 1, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                at = try escape(bytes, at: at)
            case 0..<0x20:
                throw Fault(.json, "A control character inside a string must be written as an escape.", at)
            default:
                guard let length = UTF8Sequence.length(in: bytes, at: at) else {
                    throw Fault(.encoding, "This is not valid UTF-8.", at)
                }
                at += length
            }
        }
    }

    /// The offset of the first byte that needs a closer look: a quote, a backslash, a control character, anything but
    /// ASCII. Looks at eight bytes at once, since nearly all of a text is plain.
    private static func plainEnd(_ bytes: [UInt8], from start: Int) -> Int {
        let span = bytes.span.bytes
        var at = start
        while at + 8 <= span.byteCount {
            let found = marks(in: UInt64(littleEndian: span.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)))
            if found != 0 { return at + found.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < bytes.count, isPlain(bytes[at]) { at += 1 }
        return at
    }

    /// Each term has the top bit of a byte set where that byte is what the term looks for. A borrow may set further
    /// bits above a true one, so only the lowest bit is to be believed.
    private static func marks(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let control = word &- ones &* 0x20
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | (control & ~word) | word)
            & (ones &* 0x80)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Returns the offset after the escape at `at`, both halves of a surrogate pair together.
    private static func escape(_ bytes: [UInt8], at: Int) throws(Fault) -> Int {
        guard at + 1 < bytes.count else { throw Fault(.json, "The text ends inside a string.", bytes.count) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
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
