/// An object under the name that the service's reference gives it.
///
/// Shapes, fields and rules are made once and read by every call: as classes they are shared, where values would be
/// copied with all that is in them at each look.
public final class ObjectShape: Sendable {
    /// A rule for two members together.
    public enum Rule: Sendable {
        /// The second day is not before the first, and at most so many days behind it.
        case span(from: StaticString, to: StaticString, days: Int)
        /// What is read has no body.
        case noBodyToGet
        /// The value of one member is a secret where another has this text. Nothing is refused by it.
        case secret(StaticString, where: StaticString, is: StaticString)
    }

    public let name: StaticString
    /// At most 64.
    public let fields: [Field]
    public let rule: Rule?

    public init(name: StaticString, fields: [Field], rule: Rule? = nil) {
        self.name = name
        self.fields = fields
        self.rule = rule
    }
}
