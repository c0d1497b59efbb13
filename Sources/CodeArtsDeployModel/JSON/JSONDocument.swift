/// A parsed JSON text (RFC 8259), checked whole and indexed, so that any part of it can be read, named by its path
/// and found again by line and column.
///
/// The index is flat: one entry for each value and each member name, in the order of the text. Nothing is copied out
/// of the text until it is asked for, and numbers stay the text that they were. A class, because each view of a part
/// refers to the whole: that costs one reference.
public final class JSONDocument: Sendable {
    /// The deepest nesting that is accepted.
    public static let maxDepth = 64
    /// The same for what this library writes, in which documents of others are nested.
    public static let maxWrittenDepth = 2 * maxDepth
    /// The longest text that the index can address.
    public static let maximumLength = 1 << 30

    public let bytes: [UInt8]
    let nodes: [JSONNode]
    /// Whether there is no space between its values: then a part of it can stand in a line as it is.
    let isCompact: Bool

    /// Reads a whole text; anything but white space after its value is a fault.
    ///
    /// A convenience initializer, as every one of a class here that throws: Embedded Swift does not free an object
    /// whose own initializer throws before all its members are set.
    public convenience init(
        parsing bytes: [UInt8], maxDepth: Int = JSONDocument.maxDepth
    ) throws(JSONFault) {
        var parser = JSONParser(bytes: bytes, maxDepth: maxDepth)
        try parser.parse()
        self.init(bytes: bytes, nodes: parser.nodes, isCompact: parser.isCompact)
    }

    /// Also for looking at the part that was read before a fault.
    init(bytes: [UInt8], nodes: [JSONNode], isCompact: Bool = false) {
        self.isCompact = isCompact
        self.bytes = bytes
        self.nodes = nodes
    }

    public var root: JSONValue { JSONValue(document: self, index: 0) }
}

/// One entry of the index.
struct JSONNode: Sendable {
    var kind: JSONKind
    /// Whether a string contains a backslash, so that its text is not its bytes.
    var isEscaped: Bool
    /// The bytes of the value, quotes and brackets included.
    var start: Int32
    var end: Int32
    /// The index after this value and all that it contains; 0 while it is still open.
    var next: Int32

    var range: Range<Int> { Int(start)..<Int(end) }
}

/// The kind of a JSON value.
public enum JSONKind: UInt8, Sendable {
    case object, array, string, number, boolean, null

    /// With its article, as error messages say it.
    public var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}

/// Reading by index, for the paths that every call takes: a `JSONValue` for each part would count references more often
/// than it looks at bytes.
extension JSONDocument {
    func kind(_ index: Int) -> JSONKind { nodes[index].kind }

    /// The index after a value and all that it contains.
    func end(_ index: Int) -> Int { Int(nodes[index].next) }

    /// The value's own text, quotes and brackets included.
    func raw(_ index: Int) -> ArraySlice<UInt8> { bytes[nodes[index].range] }

    /// A string's text as UTF-8 with its escapes resolved; nil where the value is no string.
    func text(_ index: Int) -> ArraySlice<UInt8>? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        let inner = bytes[Int(node.start) + 1..<Int(node.end) - 1]
        return node.isEscaped ? JSONEscapes.resolved(inner) : inner
    }

    /// Where a string's text stands; nil where it has escapes, or is no string.
    func plainText(_ index: Int) -> Range<Int>? {
        let node = nodes[index]
        return node.kind == .string && !node.isEscaped ? Int(node.start) + 1..<Int(node.end) - 1 : nil
    }

    /// Whether a string is this one. Most comparisons end with the lengths.
    @inline(__always)
    func isText(_ index: Int, _ other: StaticString) -> Bool {
        let node = nodes[index]
        if node.isEscaped { return text(index).map(other.matches) ?? false }
        guard Int(node.end - node.start) - 2 == other.utf8CodeUnitCount, node.kind == .string else { return false }
        return other.matches(bytes, at: Int(node.start) + 1)
    }

    /// Whether two strings are the same text, however it is spelt.
    func isSameText(_ one: Int, _ other: Int) -> Bool {
        guard let a = plainText(one), let b = plainText(other) else { return text(one) == text(other) }
        return a.count == b.count && bytes[a] == bytes[b]
    }

    /// The value of an object's first member of that name.
    func member(_ name: StaticString, of object: Int) -> Int? {
        guard kind(object) == .object else { return nil }
        var index = object + 1
        while index < end(object) {
            if isText(index, name) { return index + 1 }
            index = end(index + 1)
        }
        return nil
    }
}
