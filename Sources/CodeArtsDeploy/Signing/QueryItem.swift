/// One `name=value` of a query, as it reads before it is escaped. A name may occur more than once.
public struct QueryItem: Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The query as it is signed and sent: sorted by name, then value, both before they are escaped.
    static func text(of items: [QueryItem]) -> [UInt8] {
        var text: [UInt8] = []
        for item in items.sorted(by: precedes) {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            PercentEncoding.append(item.name, to: &text)
            text.append(UInt8(ascii: "="))
            PercentEncoding.append(item.value, to: &text)
        }
        return text
    }

    /// By bytes: `String <` would put canonically equivalent spellings in the same place.
    private static func precedes(_ left: QueryItem, _ right: QueryItem) -> Bool {
        if left.name.utf8.elementsEqual(right.name.utf8) {
            return left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}
