/// A parser that makes the index of a `JSONDocument`. Strict: no comments, no trailing commas, no lone surrogates,
/// valid UTF-8 only.
struct JSONParser {
    let bytes: [UInt8]
    private let maxDepth: Int
    private(set) var nodes: [JSONNode] = []
    /// Whether there is no space between its values.
    private(set) var isCompact = true
    private var at = 0

    private static var byteOrderMark: StaticString { "\u{FEFF}" }

    init(bytes: [UInt8], maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    mutating func parse() throws(JSONFault) {
        guard bytes.count <= JSONDocument.maximumLength else {
            throw fault(.size, "The text is longer than 1 GiB.", at: 0)
        }
        nodes.reserveCapacity(min(bytes.count / 8 + 8, 1024))
        skipSpace()
        try value(depth: 0)
        skipSpace()
        if at < bytes.count { throw fault("The text goes on after the end of its value.") }
    }

    private mutating func value(depth: Int) throws(JSONFault) {
        guard let byte = current else { throw fault("The text ends where a value should stand.") }
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true", .boolean)
        case UInt8(ascii: "f"): try word("false", .boolean)
        case UInt8(ascii: "n"): try word("null", .null)
        case 0xEF where at == 0 && Self.byteOrderMark.matches(bytes.prefix(3)):
            throw fault(.encoding, "The text starts with a byte order mark; leave it out.", at: at)
        default: throw fault("A value should stand here.")
        }
    }

    // MARK: Containers

    private mutating func object(depth: Int) throws(JSONFault) {
        let container = try open(.object, depth: depth)
        if try close(container, with: UInt8(ascii: "}"), first: true) { return }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else {
                throw fault("A member name in double quotes should stand here.")
            }
            try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw fault("A colon should stand here.") }
            at += 1
            skipSpace()
            try value(depth: depth + 1)
        } while try !close(container, with: UInt8(ascii: "}"), first: false)
    }

    private mutating func array(depth: Int) throws(JSONFault) {
        let container = try open(.array, depth: depth)
        if try close(container, with: UInt8(ascii: "]"), first: true) { return }
        repeat {
            skipSpace()
            try value(depth: depth + 1)
        } while try !close(container, with: UInt8(ascii: "]"), first: false)
    }

    private mutating func open(_ kind: JSONKind, depth: Int) throws(JSONFault) -> Int {
        guard depth < maxDepth else {
            throw fault(.depth, "The text is nested deeper than \(maxDepth) levels.", at: at)
        }
        nodes.append(JSONNode(kind: kind, isEscaped: false, start: Int32(at), end: 0, next: 0))
        at += 1
        return nodes.count - 1
    }

    /// Steps over a comma and answers false, or over the closing bracket, completes the container and answers true.
    private mutating func close(_ container: Int, with bracket: UInt8, first: Bool) throws(JSONFault) -> Bool {
        skipSpace()
        guard let byte = current else { throw fault("The text ends inside \(nodes[container].kind.description).") }
        if byte == bracket {
            at += 1
            nodes[container].end = Int32(at)
            nodes[container].next = Int32(nodes.count)
            return true
        }
        if first { return false }
        guard byte == UInt8(ascii: ",") else {
            throw fault(
                bracket == UInt8(ascii: "}") ? "A comma or } should stand here." : "A comma or ] should stand here.")
        }
        at += 1
        return false
    }

    // MARK: Scalars

    private mutating func string() throws(JSONFault) {
        let start = at
        let end: (offset: Int, isEscaped: Bool)
        do {
            end = try JSONStringScanner.scan(bytes, from: start)
        } catch {
            throw fault(error.rule, error.message, at: error.offset)
        }
        nodes.append(
            JSONNode(
                kind: .string, isEscaped: end.isEscaped, start: Int32(start), end: Int32(end.offset),
                next: Int32(nodes.count + 1)))
        at = end.offset
    }

    private mutating func number() throws(JSONFault) {
        let start = at
        if current == UInt8(ascii: "-") { at += 1 }
        if current == UInt8(ascii: "0") {
            at += 1
            if isDigit(current) { throw fault("A number must not start with 0.") }
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            at += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        leaf(.number, from: start)
    }

    private mutating func digits() throws(JSONFault) {
        guard isDigit(current) else { throw fault("A digit should stand here.") }
        while isDigit(current) { at += 1 }
    }

    private mutating func word(_ word: StaticString, _ kind: JSONKind) throws(JSONFault) {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count, word.matches(bytes[at..<end]) else { throw fault("A value should stand here.") }
        let start = at
        at = end
        leaf(kind, from: start)
    }

    private mutating func leaf(_ kind: JSONKind, from start: Int) {
        nodes.append(
            JSONNode(kind: kind, isEscaped: false, start: Int32(start), end: Int32(at), next: Int32(nodes.count + 1)))
    }

    // MARK: Position

    private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                at += 1
                isCompact = false
            default: return
            }
        }
    }

    /// Bytes that are no text at all are reported as such, wherever they stand.
    private func fault(_ message: String) -> JSONFault {
        if at < bytes.count, UTF8Sequence.length(in: bytes, at: at) == nil {
            return fault(.encoding, "This is not valid UTF-8.", at: at)
        }
        return fault(.json, message, at: at)
    }

    private func fault(_ rule: Rule, _ message: String, at offset: Int) -> JSONFault {
        JSONFault(
            rule: rule, message: message, offset: offset,
            path: JSONDocument(bytes: bytes, nodes: nodes).path(to: nodes.count),
            position: TextPosition(offset: offset, in: bytes))
    }
}
