/// One fault of a request or a configuration.
public struct Violation: Sendable, Equatable {
    /// `params[1].value`; empty for the text as a whole.
    public let path: String
    public let rule: Rule
    /// A sentence for a person. It never repeats the value of a parameter, which may be a secret.
    public let message: String
    /// Absent where the fault is not in a JSON text.
    public let position: TextPosition?

    public init(path: String, rule: Rule, message: String, position: TextPosition? = nil) {
        self.path = path
        self.rule = rule
        self.message = message
        self.position = position
    }

    init(_ fault: JSONFault) {
        self.init(path: fault.path, rule: fault.rule, message: fault.message, position: fault.position)
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("path", path)
        json.member("rule", rule.name.text)
        json.member("message", message)
        json.member("line", ifKnown: position?.line)
        json.member("column", ifKnown: position?.column)
        json.endObject()
    }
}

/// The kind of rule that a violation breaks. The list may grow.
public enum Rule: Sendable, Equatable {
    case json, type, required, length, range, count, pattern, forbidden, `enum`, duplicate, unknownField, encoding,
        depth, size,
        conflict

    public var name: StaticString {
        switch self {
        case .json: "json"
        case .type: "type"
        case .required: "required"
        case .length: "length"
        case .range: "range"
        case .count: "count"
        case .pattern: "pattern"
        case .forbidden: "forbidden"
        case .enum: "enum"
        case .duplicate: "duplicate"
        case .unknownField: "unknown_field"
        case .encoding: "encoding"
        case .depth: "depth"
        case .size: "size"
        case .conflict: "conflict"
        }
    }
}
