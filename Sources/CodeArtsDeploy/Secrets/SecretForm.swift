internal import CodeArtsDeployModel

/// A check for what sticks to a secret that was copied from a web page, a chat or a shell: the service would refuse it,
/// and five such refusals lock a key. Nothing is cut off: whoever set it may have meant something else.
enum SecretForm {
    /// Every fault of a secret that a rule describes.
    ///
    /// - Parameter isOneWord: whether no blank can be a part of it, as in a token or a key.
    static func faults(in bytes: [UInt8], _ rule: StringRule, path: String, isOneWord: Bool = true) -> [Violation] {
        guard UTF8Sequence.firstFault(in: bytes) == nil else {
            return [Violation(path: path, rule: .encoding, message: "This is not valid UTF-8.")]
        }
        if let form = fault(in: bytes[...], isOneWord: isOneWord) {
            return [Violation(path: path, rule: .pattern, message: form)]
        }
        return rule.accepts(bytes) ? [] : rule.faults(in: bytes, path: path)
    }

    /// - Parameter isOneWord: whether nothing of it can be a blank: a token or a key, unlike a password.
    /// - Returns: a sentence about the first fault, which repeats nothing of the secret; nil where there is none.
    static func fault(in bytes: ArraySlice<UInt8>, isOneWord: Bool) -> String? {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let (code, count) = scalar(bytes[at...])
            let isFirst = at == bytes.startIndex
            let isLast = at + count == bytes.endIndex
            if let name = name(ofBlank: code, isOneWord || isFirst || isLast) {
                let place = isFirst ? "begins with" : isLast ? "ends with" : "has"
                let remedy = isLast && name == "a line break" ? " In a shell, NAME=$(cat FILE) leaves it out." : ""
                return "This \(place) \(name): take it out.\(remedy)"
            }
            at += count
        }
        if let marks = quotes(around: bytes) { return "This stands between \(marks): leave them out." }
        if isOneWord, bytes.count > 1, let place = quote(atEndOf: bytes) {
            return "This \(place) a quotation mark: leave it out."
        }
        return nil
    }

    /// What somebody would not see, or not as a part of it.
    ///
    /// - Parameter isAnywhere: whether blanks count here; line breaks and what has no width always do.
    private static func name(ofBlank code: UInt32, _ isAnywhere: Bool) -> String? {
        switch code {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: return "a line break"
        case 0xFEFF: return "a byte order mark (U+FEFF), which nobody sees"
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0x2800, 0x3164, 0xFE00...0xFE0F, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            return "\(codePoint(code)), which nobody sees"
        case 0x20 where isAnywhere: return "a space"
        case 0x09 where isAnywhere: return "a tab"
        case 0xA0 where isAnywhere: return "a no-break space (U+00A0)"
        case 0x0B, 0x0C, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
            return isAnywhere ? "a blank (\(codePoint(code)))" : nil
        default: return nil
        }
    }

    private static func codePoint(_ code: UInt32) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let hexadecimal = (0..<(code > 0xFFFF ? 5 : 4)).reversed().map { digits[Int(code >> UInt32($0 * 4)) & 15] }
        return "U+" + String(decoding: hexadecimal, as: UTF8.self)
    }

    private static func quotes(around bytes: ArraySlice<UInt8>) -> String? {
        let pairs: [(StaticString, StaticString)] = [
            ("\"", "\""), ("'", "'"), ("`", "`"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"),
            ("\u{201E}", "\u{201C}"), ("\u{201D}", "\u{201D}"), ("\u{2019}", "\u{2019}"), ("\u{AB}", "\u{BB}"),
            ("\u{BB}", "\u{AB}"), ("\u{201A}", "\u{2018}"), ("\u{300C}", "\u{300D}"), ("\u{FF02}", "\u{FF02}"),
        ]
        let isQuoted = pairs.contains { first, last in
            first.withUTF8Buffer { bytes.starts(with: $0) }
                && last.withUTF8Buffer { bytes.suffix($0.count).elementsEqual($0) }
                && bytes.count >= first.utf8CodeUnitCount + last.utf8CodeUnitCount
        }
        return isQuoted ? "quotation marks" : nil
    }

    /// Half a pair, as a shell or a file leaves it.
    private static func quote(atEndOf bytes: ArraySlice<UInt8>) -> String? {
        let marks: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]
        if let first = bytes.first, marks.contains(first) { return "begins with" }
        if let last = bytes.last, marks.contains(last) { return "ends with" }
        return nil
    }

    /// The first character of what is valid UTF-8.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> (code: UInt32, count: Int) {
        let first = UInt32(bytes.first ?? 0)
        let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        let lead = count == 1 ? first : first & (0xFF >> UInt32(count + 1))
        return (bytes.dropFirst().prefix(count - 1).reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }, count)
    }
}
