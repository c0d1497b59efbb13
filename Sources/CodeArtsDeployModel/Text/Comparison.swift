/// Texts are compared byte for byte in this package: in JSON, in headers and in names, another spelling is another
/// text. The standard library's own comparison takes canonically equivalent spellings for the same text, for which it
/// brings 30 KB of Unicode tables into the library.
extension String {
    @inline(never)
    package static func == (one: String, other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        var one = one
        var other = other
        return one.withUTF8 { mine in
            other.withUTF8 { others in mine.indices.allSatisfy { mine[$0] == others[$0] } }
        }
    }

    package static func != (one: String, other: String) -> Bool { !(one == other) }

    /// For `switch`.
    package static func ~= (pattern: String, text: String) -> Bool { pattern == text }
}

extension String? {
    package static func == (one: String?, other: String) -> Bool { one.map { $0 == other } ?? false }

    package static func ~= (pattern: String, text: String?) -> Bool { text == pattern }
}

extension Sequence<String> {
    package func contains(_ text: String) -> Bool { contains { $0 == text } }
}
