/// One JSON text (RFC 8259) that was checked whole and indexed, so that any part of it can be read, named by its path
/// and found again by line and column.
///
/// The index is flat: one entry for each value and each member name, in the order of the text. Nothing is copied out
/// of the text until it is asked for, and numbers stay the text that they were.
public struct JSONDocument: Sendable {
    /// The deepest nesting that is accepted.
    public static let maximumDepth = 64
    /// The longest text that the index can address.
    public static let maximumLength = 1 << 30

    public let bytes: [UInt8]
    let nodes: [JSONNode]

    /// Reads a whole text; anything but white space after its value is a fault.
    public init(parsing bytes: [UInt8]) throws(JSONFault) {
        var parser = JSONParser(bytes: bytes)
        try parser.parse()
        self.bytes = bytes
        self.nodes = parser.nodes
    }

    /// For looking at the part that was read before a fault.
    init(bytes: [UInt8], nodes: [JSONNode]) {
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
    /// The index behind this value and all that it contains; 0 while it is still open.
    var next: Int32

    var range: Range<Int> { Int(start)..<Int(end) }
}

/// What a JSON value is.
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
