/// Checks values against their shapes and collects every fault, so that one answer names them all.
public struct Validation {
    /// More than this many faults are counted, not listed.
    static let listed = 1000

    public private(set) var violations: [Violation] = []

    public init() {}

    mutating func add(_ rule: Rule, _ message: String, at value: JSONValue) {
        add(Violation(path: value.path, rule: rule, message: message, position: value.position))
    }

    mutating func add(_ violation: Violation) {
        if violations.count < Self.listed { violations.append(violation) }
    }

    // MARK: Whole texts

    /// Checks an object. Members named in `given` come from outside the text and must not stand in it too.
    public mutating func object(_ value: JSONValue, is shape: ObjectShape, given: [GivenField] = []) {
        guard value.kind == .object else {
            return add(.type, "This is \(value.kind.description); it must be an object.", at: value)
        }
        var seen: UInt64 = 0
        for member in value.members {
            guard let index = shape.fields.firstIndex(where: { member.isNamed($0.name) }) else {
                add(.unknownField, Self.unknown(member.name, in: shape), at: member.nameValue)
                continue
            }
            let field = shape.fields[index]
            if seen & 1 << UInt64(index) != 0 {
                add(.duplicate, "\(field.name.text) stands here a second time.", at: member.nameValue)
                continue
            }
            seen |= 1 << UInt64(index)
            if given.contains(where: { $0.isNamed(field.name) }) {
                add(
                    .conflict, "\(field.name.text) is already given outside this text; leave it out here.",
                    at: member.nameValue)
            } else {
                check(member.value, field.shape)
            }
        }
        for (index, field) in shape.fields.enumerated() where field.isRequired && seen & 1 << UInt64(index) == 0 {
            if given.contains(where: { $0.isNamed(field.name) }) { continue }
            let path = value.path.isEmpty ? field.name.text : "\(value.path).\(field.name.text)"
            add(
                Violation(
                    path: path, rule: .required, message: "\(field.name.text) is missing.", position: value.position))
        }
    }

    // MARK: Parts

    mutating func check(_ value: JSONValue, _ shape: Shape) {
        switch shape {
        case .string(let rule): text(value, rule)
        case .integer(let range): integer(value, range)
        case .boolean: if value.kind != .boolean { wrongType(value, "true or false") }
        case .object(let shape): object(value, is: shape)
        case .array(let element, let limit, let key): array(value, of: element, upTo: limit, uniqueBy: key)
        }
    }

    private mutating func text(_ value: JSONValue, _ rule: StringRule) {
        let number = rule.takesNumbers && value.kind == .number ? value.raw : nil
        guard let bytes = number ?? value.stringBytes else { return wrongType(value, "a string") }
        rule.check(bytes) { add($0, $1, at: value) }
    }

    private mutating func integer(_ value: JSONValue, _ range: ClosedRange<Int>) {
        guard value.kind == .number else { return wrongType(value, "a whole number") }
        guard let number = value.integer, range.contains(number) else {
            return add(
                .range, "This must be a whole number from \(range.lowerBound) to \(range.upperBound).", at: value)
        }
    }

    private mutating func array(_ value: JSONValue, of shape: ObjectShape, upTo limit: Int, uniqueBy key: StaticString)
    {
        guard value.kind == .array else { return wrongType(value, "an array") }
        var keys: [ArraySlice<UInt8>] = []
        var count = 0
        for element in value.elements {
            count += 1
            if count > limit { continue }
            object(element, is: shape)
            guard let name = element[key], let bytes = name.stringBytes else { continue }
            if keys.contains(bytes) {
                add(.duplicate, "An earlier element has this \(key.text) already.", at: name)
            } else {
                keys.append(bytes)
            }
        }
        if count > limit { add(.count, "There are \(count) elements; at most \(limit) are allowed.", at: value) }
    }

    private mutating func wrongType(_ value: JSONValue, _ expected: String) {
        add(.type, "This is \(value.kind.description); it must be \(expected).", at: value)
    }

    private static func unknown(_ name: String, in shape: ObjectShape) -> String {
        let known = shape.fields.map { $0.name.text }
        if let near = Spelling.nearest(to: name, among: known) {
            return "There is no \(name) here. Did you mean \(near)?"
        }
        return "There is no \(name) here. Known are: \(known.joined(separator: ", "))."
    }
}

/// A field that comes from outside the JSON text: an argument of a C function.
public struct GivenField: Sendable {
    public let name: StaticString
    public let bytes: [UInt8]

    public init(_ name: StaticString, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    func isNamed(_ other: StaticString) -> Bool {
        other.withUTF8Buffer { name.matches(Array($0)[...]) }
    }
}
