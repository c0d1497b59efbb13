/// One `name=value` of a query, as it reads before it is escaped. A name may occur more than once.
public struct PreparedQuery: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
