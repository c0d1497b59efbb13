/// One value of a document: a view, cheap to pass around.
public struct JSONValue: Sendable {
    public let document: JSONDocument
    let index: Int

    private var node: JSONNode { document.nodes[index] }

    public var kind: JSONKind { node.kind }

    /// The value's own text, quotes and brackets included.
    public var raw: ArraySlice<UInt8> { document.bytes[node.range] }

    /// A string's text with its escapes resolved; nil where the value is no string.
    public var string: String? {
        guard let text = stringBytes else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// The same as UTF-8, without making a `String`.
    public var stringBytes: ArraySlice<UInt8>? {
        guard kind == .string else { return nil }
        let inner = document.bytes[(node.range.lowerBound + 1)..<(node.range.upperBound - 1)]
        return node.isEscaped ? JSONEscapes.resolved(inner) : inner
    }

    /// A whole number that fits; nil for fractions, exponents and everything else.
    public var integer: Int? {
        guard kind == .number else { return nil }
        return Int(String(decoding: raw, as: UTF8.self))
    }

    public var boolean: Bool? {
        guard kind == .boolean else { return nil }
        return document.bytes[node.range.lowerBound] == UInt8(ascii: "t")
    }

    /// The members of an object in the order of the text, repeated names included; none where it is no object.
    public var members: JSONMembers {
        JSONMembers(document: document, index: kind == .object ? index + 1 : endIndex, end: endIndex)
    }

    /// The elements of an array; none where it is no array.
    public var elements: JSONElements {
        JSONElements(document: document, index: kind == .array ? index + 1 : endIndex, end: endIndex)
    }

    /// The place in the index behind the value and all that it contains.
    var endIndex: Int { Int(node.next) }

    /// The first member of that name.
    public subscript(name: StaticString) -> JSONValue? {
        for member in members where member.isNamed(name) { return member.value }
        return nil
    }

    /// Where the value stands in its document: `params[1].value`; empty for the document itself.
    public var path: String { document.path(to: index) }

    public var position: TextPosition { TextPosition(offset: node.range.lowerBound, in: document.bytes) }
}

/// One member of an object.
public struct JSONMember: Sendable {
    public let nameValue: JSONValue
    public let value: JSONValue

    public var name: String { nameValue.string ?? "" }

    public func isNamed(_ other: StaticString) -> Bool {
        guard let bytes = nameValue.stringBytes else { return false }
        return other.matches(bytes)
    }
}

/// The members of an object, walked in the index.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var index: Int
    let end: Int

    public mutating func next() -> JSONMember? {
        guard index < end else { return nil }
        let member = JSONMember(
            nameValue: JSONValue(document: document, index: index),
            value: JSONValue(document: document, index: index + 1))
        index = member.value.endIndex
        return member
    }
}

/// The elements of an array, walked in the index.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var index: Int
    let end: Int

    public mutating func next() -> JSONValue? {
        guard index < end else { return nil }
        let element = JSONValue(document: document, index: index)
        index = element.endIndex
        return element
    }
}
