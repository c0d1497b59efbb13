/// What a JSON value must look like. Requests, configuration and the documentation of both are read from the same shapes.
public enum Shape: Sendable {
    case string(StringRule)
    case integer(ClosedRange<Int>)
    case boolean
    /// Objects, at most so many, no two of them with the same text in the field `uniqueBy`.
    case array(of: ObjectShape, upTo: Int, uniqueBy: StaticString)
    case object(ObjectShape)
}

/// An object under the name that the service's reference gives it.
public struct ObjectShape: Sendable {
    public let name: StaticString
    public let fields: [Field]

    public init(name: StaticString, fields: [Field]) {
        self.name = name
        self.fields = fields
    }
}

/// One member of an object.
public struct Field: Sendable {
    /// Where in an HTTP request the field travels.
    public enum Place: Sendable {
        case path, body
    }

    public let name: StaticString
    public let place: Place
    public let isRequired: Bool
    public let shape: Shape
    /// One sentence for documentation.
    public let summary: StaticString

    public init(
        _ name: StaticString, _ shape: Shape, in place: Place = .body, required: Bool = false, _ summary: StaticString
    ) {
        self.name = name
        self.place = place
        self.isRequired = required
        self.shape = shape
        self.summary = summary
    }
}
