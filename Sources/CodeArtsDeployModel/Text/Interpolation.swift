/// Embedded Swift expands every part of a "…\(x)…", and every +=, where it stands: 200 bytes and more for each. These
/// are preferred to the standard library's own in this package, so that a part of a message costs one call.
extension DefaultStringInterpolation {
    @inline(never)
    package mutating func appendLiteral(_ literal: String) { write(literal) }

    @inline(never)
    package mutating func appendInterpolation(_ text: String) { write(text) }

    @inline(never)
    package mutating func appendInterpolation(_ number: Int) { write(number.description) }
}

extension String {
    @inline(never)
    package static func += (text: inout String, more: String) { text.append(more) }
}
