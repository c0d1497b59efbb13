/// Texts of others in markup: without control characters, and with no meaning of their own.
enum Escaping {
    /// For HTML and XML, in text and in attributes.
    static func markup(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&", "<", ">", "\"", "'": escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            // XML has no such characters.
            case "\u{FFFE}", "\u{FFFF}": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    static func line(_ text: String) -> String { markup(Printable.line(text)) }

    /// The lines of a log.
    static func log(_ text: String) -> String { markup(Printable.lines(text).joined(separator: "\n")) }

    /// For Markdown, as code, in which nobody is mentioned and nothing is linked.
    static func markdown(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in Printable.line(text).unicodeScalars {
            let isPlain =
                scalar.value > 0x7F || scalar == " " || scalar == "-" || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar)
            if isPlain {
                escaped.append(scalar)
            } else {
                escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            }
        }
        return "<code>\(String(escaped))</code>"
    }
}
