/// Paths are made only when somebody asks where a fault is; reading pays nothing for them.
extension JSONDocument {
    /// The path to a value, or to the name of a member: `params[1].value`. In a text that could not be read to its
    /// end, the index after the last node stands for the place where reading stopped.
    func path(to target: Int) -> String {
        var path = ""
        var container = 0
        while container < target, container < nodes.count, let child = child(of: container, holding: target) {
            if child.isMember && !path.isEmpty { path += "." }
            path += child.step
            container = child.index
        }
        return path
    }

    /// The child whose part of the index holds the target; nil where the target stands between children.
    private func child(of container: Int, holding target: Int) -> (isMember: Bool, step: String, index: Int)? {
        let isObject = nodes[container].kind == .object
        guard isObject || nodes[container].kind == .array else { return nil }
        var at = container + 1
        var position = 0
        while at < nodes.count {
            let value = isObject ? at + 1 : at
            let end = endIndex(of: value)
            if target < end { return (isObject, isObject ? name(at) : "[\(position)]", value) }
            at = end
            position += 1
        }
        return nil
    }

    /// Open-ended for a value that is still being read, or that did not come.
    private func endIndex(of value: Int) -> Int {
        guard value < nodes.count, nodes[value].next != 0 else { return .max }
        return Int(nodes[value].next)
    }

    /// A member's name for a message: a long one is cut, since nobody reads megabytes.
    func name(_ index: Int) -> String {
        guard let text = text(index) else { return "" }
        guard text.count > Self.longestName else { return String(decoding: text, as: UTF8.self) }
        var end = text.startIndex + Self.longestName
        while end > text.startIndex, text[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: text[..<end], as: UTF8.self) + "…"
    }

    private static let longestName = 128
}
