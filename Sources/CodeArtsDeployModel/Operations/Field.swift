/// One member of an object.
public final class Field: Sendable {
    /// The place of a field in the HTTP request.
    public enum Place: Sendable {
        case path, query, body
        /// The value is the body.
        case wholeBody
        /// The value is the request's method.
        case method
        /// It is for the client, and is never sent.
        case option
    }

    /// The meaning of an absent member.
    public enum Default: Sendable {
        case integer(Int)
        case boolean(Bool)
        case text(StaticString)
    }

    /// The parts of a value that are secret.
    public enum Secret: Sendable {
        /// The value itself.
        case value
        /// A password in a URL, `http://user:password@host`.
        case userInfo
    }

    public let name: StaticString
    public let place: Place
    public let isRequired: Bool
    public let shape: Shape
    /// One sentence for documentation.
    public let summary: StaticString
    /// Whether the client's configuration can give it under the same name, so that a request needs not.
    public let isConfigurable: Bool
    /// What it means where it is absent; nil where that is no single value.
    public let defaultValue: Default?
    public let secret: Secret?

    @inline(never)
    public init(
        _ name: StaticString, _ shape: Shape, in place: Place = .body, required: Bool = false, _ summary: StaticString,
        isConfigurable: Bool = false, default defaultValue: Default? = nil, secret: Secret? = nil
    ) {
        self.name = name
        self.place = place
        self.isRequired = required
        self.shape = shape
        self.summary = summary
        self.isConfigurable = isConfigurable
        self.defaultValue = defaultValue
        self.secret = secret
    }

    /// Whether it is a secret, or one of its own members is.
    public var holdsSecret: Bool {
        if secret != nil { return true }
        if case .object(let shape) = shape { return shape.fields.contains { $0.holdsSecret } }
        return false
    }
}
