import CodeArtsDeployModel

/// Third-party text, made safe for a terminal: without control characters.
enum Printable {
    /// A single line.
    static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !isSafe($0) }) else { return text }
        let plain = EscapeSequences.removed(from: text.unicodeScalars, keepsControls: true)
        return String(String.UnicodeScalarView(plain.unicodeScalars.map { isSafe($0) ? $0 : "\u{FFFD}" }))
    }

    /// The lines of a log. Of a line that was overwritten with carriage returns, the last part remains.
    static func lines(_ text: String, keepsColours: Bool = false) -> [String] {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.map { lineOfLog($0, keepsColours: keepsColours) }
    }

    private static func lineOfLog(_ line: Substring.UnicodeScalarView, keepsColours: Bool) -> String {
        let last = line.split(separator: "\r").last ?? Substring.UnicodeScalarView()
        if last.allSatisfy(isSafe) { return String(last) }
        let expanded = last.flatMap { $0 == "\t" ? Array("    ".unicodeScalars) : [$0] }
        let undirected = expanded.map { isDirection($0) ? "\u{FFFD}" : $0 }
        return EscapeSequences.removed(from: undirected, keepsColours: keepsColours)
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: false
        default: !isDirection(scalar)
        }
    }

    /// Bidirectional controls, which can make a line read as something else.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
