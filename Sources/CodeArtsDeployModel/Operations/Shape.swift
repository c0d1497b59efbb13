/// The schema of a JSON value. Requests, configuration and the documentation of both are read from the same shapes.
public enum Shape: Sendable {
    case string(StringRule)
    case integer(ClosedRange<Int>)
    case boolean
    /// A day of the calendar, `2026-05-31`.
    case date
    /// Objects, so many, no two of them with the same text in the field `uniqueBy`.
    case array(of: ObjectShape, count: ClosedRange<Int>, uniqueBy: StaticString?)
    case texts(StringRule, count: ClosedRange<Int>)
    case object(ObjectShape)
    /// An object with any names, whose values are texts, numbers, true or false, or arrays of such.
    case scalars
    /// Any JSON value.
    case any
}

/// The schema of an object, under the name that the service's reference gives it.
///
/// Shapes, fields and rules are made once and read by every call: as classes they are shared, where values would be
/// copied with all that is in them at each use.
public final class ObjectShape: Sendable {
    /// A rule for two members together.
    public enum Rule: Sendable {
        /// The second day is not before the first, and at most so many days after it.
        case span(from: StaticString, to: StaticString, days: Int)
        /// What is read has no body.
        case noBodyToGet
        /// The value of one member is a secret where another has this text. Nothing is refused by it.
        case secret(StaticString, where: StaticString, is: StaticString)
        /// The first member of each pair means nothing without the second, or nothing beside it. A member that is false
        /// counts as absent.
        case companions(needs: [(StaticString, StaticString)], excludes: [(StaticString, StaticString)])
        /// The items of a release belong together as `ReleasePlan` says.
        case release
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

/// The schema of a reply, in a notation as short as the documentation needs it to be.
///
/// `{name,count:integer,done:boolean,extra:any,inner:{…},list:[…],by_name:*{…}}`: a name without a type is a text,
/// `secret` a value that no log may show, `[…]` an array of what it holds, `*` an object whose members all look like
/// what follows.
public struct ReplyShape: Sendable, ExpressibleByStringLiteral {
    public let notation: StaticString

    public init(stringLiteral notation: StaticString) {
        self.notation = notation
    }
}
