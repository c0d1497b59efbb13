import CodeArtsDeployModel

/// Text from elsewhere, made safe to show: a terminal obeys control characters, and so would a log that holds some.
enum Printable {
    /// One line of it.
    static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isSafe($0) ? $0 : "\u{FFFD}" }))
    }

    /// The lines of a text; a carriage return at the end of one is dropped.
    static func lines(_ text: String) -> [String] {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.map { line(String($0.last == "\r" ? $0.dropLast() : $0).expandingTabs) }
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: false
        // These turn the direction of what follows, so that a line reads as something else.
        case 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}

extension String {
    fileprivate var expandingTabs: String {
        var text = ""
        for character in self { text += character == "\t" ? "    " : String(character) }
        return text
    }
}
