/// A JSON pointer (RFC 6901): which part of a document is meant, `/deployment/failed_step/name`.
public struct JSONPointer: Sendable {
    private let text: [UInt8]

    /// Nil where the text is no pointer: it must be empty or start with a slash, and each `~` must be `~0` or `~1`.
    public init?(_ text: [UInt8]) {
        guard text.isEmpty || text[0] == UInt8(ascii: "/") else { return nil }
        for (at, byte) in text.enumerated() where byte == UInt8(ascii: "~") {
            guard at + 1 < text.count, text[at + 1] == UInt8(ascii: "0") || text[at + 1] == UInt8(ascii: "1") else {
                return nil
            }
        }
        self.text = text
    }

    /// The part of a document; nil where it has none there.
    public func value(in document: JSONDocument) -> JSONValue? {
        var index = 0
        var at = 0
        while at < text.count {
            let step = step(after: at)
            guard let child = document.child(of: index, named: step.name) else { return nil }
            (index, at) = (child, step.end)
        }
        return JSONValue(document: document, index: index)
    }

    /// The name between the slash at an offset and the next one, and where it ends.
    private func step(after slash: Int) -> (name: [UInt8], end: Int) {
        var name: [UInt8] = []
        var at = slash + 1
        while at < text.count, text[at] != UInt8(ascii: "/") {
            if text[at] == UInt8(ascii: "~") {
                at += 1
                name.append(text[at] == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
            } else {
                name.append(text[at])
            }
            at += 1
        }
        return (name, at)
    }
}

extension JSONDocument {
    /// An object's first member of that name, or the element of an array at that index, in decimal without leading
    /// zeros; nil where there is none.
    fileprivate func child(of container: Int, named name: [UInt8]) -> Int? {
        switch kind(container) {
        case .object: member(name[...], of: container)
        case .array: element(name[...], of: container)
        default: nil
        }
    }

    private func member(_ name: ArraySlice<UInt8>, of object: Int) -> Int? {
        var index = object + 1
        while index < end(object) {
            if let text = text(index), text == name { return index + 1 }
            index = end(index + 1)
        }
        return nil
    }

    private func element(_ digits: ArraySlice<UInt8>, of array: Int) -> Int? {
        guard digits.count == 1 || digits.first != UInt8(ascii: "0"), var count = Int(digits: digits) else {
            return nil
        }
        var index = array + 1
        while index < end(array) {
            if count == 0 { return index }
            count -= 1
            index = end(index)
        }
        return nil
    }
}
