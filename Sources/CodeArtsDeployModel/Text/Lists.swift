/// Short forms for short lists: the standard library's own are made for long ones, and cost kilobytes each.
extension [String] {
    @inline(never)
    package func joined(separator: String) -> String {
        var text = first ?? ""
        for part in dropFirst() { text += separator + part }
        return text
    }
}

extension ArraySlice<UInt8> {
    /// What stands between the separators, empty parts included.
    @inline(never)
    package func parts(between separator: UInt8) -> [ArraySlice] {
        var parts: [ArraySlice] = []
        var start = startIndex
        for at in indices where self[at] == separator {
            parts.append(self[start..<at])
            start = at + 1
        }
        return parts + [self[start...]]
    }
}

extension Array {
    /// Keeps a list in order: inserts an element before the first that sorts after it.
    package mutating func insert(_ element: Element, before comesAfter: (Element) -> Bool) {
        insert(element, at: firstIndex(where: comesAfter) ?? endIndex)
    }
}
