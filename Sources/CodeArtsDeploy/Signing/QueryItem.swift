internal import CodeArtsDeployModel

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
        var sorted: [QueryItem] = []
        for item in items { sorted.insert(item) { precedes(item, $0) } }
        for item in sorted {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            PercentEncoding.append(item.name, to: &text)
            text.append(UInt8(ascii: "="))
            PercentEncoding.append(item.value, to: &text)
        }
        return text
    }

    /// By bytes: `String <` would put canonically equivalent spellings in the same place.
    private static func precedes(_ left: QueryItem, _ right: QueryItem) -> Bool {
        if left.name != right.name { return precedes(Array(left.name.utf8), Array(right.name.utf8)) }
        return precedes(Array(left.value.utf8), Array(right.value.utf8))
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }
}
