/// What a JSON value must look like. Requests, configuration and the documentation of both are read from the same shapes.
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
