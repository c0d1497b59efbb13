extension StringRule {
    /// Whether a text keeps the rule. One pass over the bytes: nearly every text passes, so the words for those that do
    /// not are found in a second pass.
    func accepts(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        if !values.isEmpty {
            return values.contains { $0.utf8CodeUnitCount == range.count && $0.matches(bytes, at: range.lowerBound) }
        }
        let (low, high, beyond) = alphabet.bits
        var count = 0
        var hasBrace = false
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 {
                guard (byte < 64 ? low : high) &>> UInt64(byte) & 1 == 1 else { return false }
                count += 1
                // Every mark that any rule forbids starts with a brace.
                if byte == UInt8(ascii: "{") { hasBrace = true }
            } else {
                guard beyond else { return false }
                if byte & 0xC0 != 0x80 { count += 1 }
            }
        }
        if let form, !form.accepts(bytes[range]) { return false }
        return length.contains(count) && !(hasBrace && forbidden.contains { Self.occurs($0, in: bytes[range]) })
    }

    public func accepts(_ text: [UInt8]) -> Bool { accepts(text, in: text.indices) }

    /// Reports each fault of a text. The text itself is never repeated: it may be a secret.
    func check(_ text: ArraySlice<UInt8>, report: (Rule, String) -> Void) {
        if !values.isEmpty {
            if !values.contains(where: { $0.matches(text) }) {
                report(.enum, "This must be one of: \(values.map { $0.text }.joined(separator: ", ")).")
            }
            return
        }
        let count = Self.characters(text)
        if !length.contains(count) { report(.length, lengthMessage(count)) }
        if !text.allSatisfy(alphabet.contains) {
            report(.pattern, "Only \(alphabet.description) are allowed here.")
        }
        if let form, !form.accepts(text) { report(.pattern, form.demand) }
        for mark in forbidden where Self.occurs(mark, in: text) {
            report(.forbidden, "The service does not allow \(mark.text) here: its templates would expand it.")
        }
    }

    /// The faults of a text that stands in no JSON.
    public func faults(in text: [UInt8], path: String) -> [Violation] {
        var violations: [Violation] = []
        check(text[...]) { violations.append(Violation(path: path, rule: $0, message: $1)) }
        return violations
    }

    private static func characters(_ text: ArraySlice<UInt8>) -> Int {
        text.reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } }
    }

    private func lengthMessage(_ count: Int) -> String {
        let has = count == 0 ? "This is empty" : "This has \(count) character\(count == 1 ? "" : "s")"
        if length.lowerBound == length.upperBound { return "\(has); it must have \(length.lowerBound)." }
        return "\(has); \(length.lowerBound) to \(length.upperBound) are allowed."
    }

    private static func occurs(_ mark: StaticString, in text: ArraySlice<UInt8>) -> Bool {
        mark.withUTF8Buffer { mark in
            guard let first = mark.first, text.count >= mark.count else { return false }
            return text.indices.dropLast(mark.count - 1).contains {
                text[$0] == first && text[$0...].starts(with: mark)
            }
        }
    }
}
