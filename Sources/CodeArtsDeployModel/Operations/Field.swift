/// One member of an object.
public final class Field: Sendable {
    /// Where in an HTTP request the field travels.
    public enum Place: Sendable {
        case path, query, body
        /// The value is the body.
        case wholeBody
        /// The value is the request's method.
        case method
        /// It tells the client something and is never sent.
        case option
    }

    public let name: StaticString
    public let place: Place
    public let isRequired: Bool
    public let shape: Shape
    /// One sentence for documentation.
    public let summary: StaticString
    /// Whether the client's configuration can give it under the same name, so that a request needs not.
    public let isConfigurable: Bool
    /// What is meant where a text is missing; nil where that is not one text.
    public let assumed: StaticString?

    @inline(never)
    public init(
        _ name: StaticString, _ shape: Shape, in place: Place = .body, required: Bool = false, _ summary: StaticString,
        isConfigurable: Bool = false, assumed: StaticString? = nil
    ) {
        self.name = name
        self.place = place
        self.isRequired = required
        self.shape = shape
        self.summary = summary
        self.isConfigurable = isConfigurable
        self.assumed = assumed
    }
}
