/// One value of a document: a view, cheap to pass around.
public struct JSONValue: Sendable {
    public let document: JSONDocument
    let index: Int

    public var kind: JSONKind { document.kind(index) }

    /// The value's own text, quotes and brackets included.
    public var raw: ArraySlice<UInt8> { document.raw(index) }

    /// A string's text with its escapes resolved; nil where the value is no string.
    public var string: String? {
        @inline(never)
        get { stringBytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The same as UTF-8, without making a `String`.
    public var stringBytes: ArraySlice<UInt8>? { document.text(index) }

    /// Whether the value is a string, and this one.
    public func isText(_ other: StaticString) -> Bool { document.isText(index, other) }

    /// A whole number that fits; nil for fractions, exponents and everything else.
    public var integer: Int? {
        kind == .number ? Int(signed: raw) : nil
    }

    public var boolean: Bool? {
        guard kind == .boolean else { return nil }
        return raw.first == UInt8(ascii: "t")
    }

    /// The members of an object in the order of the text, repeated names included; none where it is no object.
    public var members: JSONMembers {
        let end = document.end(index)
        return JSONMembers(document: document, index: kind == .object ? index + 1 : end, end: end)
    }

    /// The elements of an array; none where it is no array.
    public var elements: JSONElements {
        let end = document.end(index)
        return JSONElements(document: document, index: kind == .array ? index + 1 : end, end: end)
    }

    /// Whether an object has members, or an array elements.
    public var hasContent: Bool { document.end(index) > index + 1 }

    /// The first member of that name; nil where there is none or the value is no object.
    public subscript(name: StaticString) -> JSONValue? {
        @inline(never)
        get { document.member(name, of: index).map { JSONValue(document: document, index: $0) } }
    }

    /// Where the value stands in its document: `params[1].value`; empty for the document itself.
    public var path: String { document.path(to: index) }

    public var position: TextPosition { TextPosition(offset: Int(document.nodes[index].start), in: document.bytes) }
}

/// One member of an object.
public struct JSONMember: Sendable {
    public let nameValue: JSONValue
    public let value: JSONValue

    public var name: String { nameValue.string ?? "" }

    public func isNamed(_ other: StaticString) -> Bool { nameValue.document.isText(nameValue.index, other) }
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
        index = document.end(index + 1)
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
        index = document.end(index)
        return element
    }
}
