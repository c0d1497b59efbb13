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
///
/// Shapes, fields and rules are made once and read by every call: as classes they are shared, where values would be
/// copied with all that is in them at each look.
public final class ObjectShape: Sendable {
    public let name: StaticString
    public let fields: [Field]

    public init(name: StaticString, fields: [Field]) {
        self.name = name
        self.fields = fields
    }
}

/// One member of an object.
public final class Field: Sendable {
    /// Where in an HTTP request the field travels.
    public enum Place: Sendable {
        case path, body
        /// It tells the client something and is never sent.
        case option
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
