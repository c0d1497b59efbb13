import CodeArtsDeployModel

/// A template of output: text with members of a document in braces, `{record_id} {state}`.
///
/// A member is found by its name or by a JSON pointer (RFC 6901), `{/deployment/failed_step/name}`. A pointer alone needs
/// no braces. `{{` and `}}` are braces of the text.
struct OutputTemplate {
    private enum Part {
        case text(String)
        case member(String)
    }

    private var parts: [Part] = []

    /// nil if a brace has no partner, or nothing is named between two.
    init?(_ template: String) {
        if template.hasPrefix("/"), !template.contains("{"), !template.contains("}") {
            parts = [.member(template)]
            return
        }
        var text = ""
        var rest = template[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                text.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}"), Self.isMember(rest[..<end]) else { return nil }
                parts += [.text(text), .member(String(rest[..<end]))]
                text = ""
                rest = rest[rest.index(after: end)...]
            case "}": return nil
            default: text.append(character)
            }
        }
        parts.append(.text(text))
    }

    private static func isMember(_ name: Substring) -> Bool {
        name.hasPrefix("/")
            || !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Members that the document does not have are empty.
    func filled(from document: JSONValue) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .member(let name): Self.text(of: name, in: document)
            }
        }.joined(separator: "")
    }

    private static func text(of name: String, in document: JSONValue) -> String {
        let path = name.hasPrefix("/") ? tokens(of: name) : [name]
        if let value = child(path, of: document) { return shown(value) }
        return path == ["status"] && document["status"] == nil ? "CAD_OK" : ""
    }

    /// A success and a failure have one shape: a result is its own `deployment`, and of an error the members of its
    /// `deployment` are members of its own. The reply to a start calls its record id.
    private static func child(_ path: [String], of document: JSONValue) -> JSONValue? {
        let deployment = document["deployment"]
        if let value = descendant(path, of: document) ?? deployment.flatMap({ descendant(path, of: $0) }) {
            return value
        }
        if path == ["record_id"] { return document["id"] }
        guard deployment == nil, path.first == "deployment", document["record_id"] != nil else { return nil }
        return path.count == 1 ? document : child(Array(path.dropFirst()), of: document)
    }

    private static func descendant(_ path: [String], of document: JSONValue) -> JSONValue? {
        path.reduce(document) { value, token in value.flatMap { child(token, of: $0) } }
    }

    private static func tokens(of pointer: String) -> [String] {
        pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst().map(unescaped)
    }

    private static func child(_ token: String, of value: JSONValue) -> JSONValue? {
        guard value.kind == .array else { return member(token, of: value) }
        guard let index = Int(digits: Array(token.utf8)[...]) else { return nil }
        return value.elements.enumerated().first { $0.offset == index }?.element
    }

    private static func member(_ name: String, of value: JSONValue) -> JSONValue? {
        value.kind == .object ? value.members.first { $0.name == name }?.value : nil
    }

    /// `~1` is a slash, `~0` a tilde.
    private static func unescaped(_ token: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = token[...]
        while let byte = rest.popFirst() {
            let next = rest.first
            if byte == UInt8(ascii: "~"), next == UInt8(ascii: "0") || next == UInt8(ascii: "1") {
                rest.removeFirst()
                bytes.append(next == UInt8(ascii: "1") ? UInt8(ascii: "/") : byte)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text without quotes, null as nothing; an object or array as JSON.
    private static func shown(_ value: JSONValue) -> String {
        switch value.kind {
        case .object, .array: Printable.line(String(decoding: value.raw, as: UTF8.self))
        default: Printable.line(value.plain)
        }
    }
}
