/// A validator: checks a document against shapes and collects every fault, so that one answer names them all.
public struct Validation {
    /// More than this many faults are counted, not listed: to find the place of each takes a walk through the text.
    static let listed = 1000

    public private(set) var violations: [Violation] = []
    private(set) var count = 0
    /// Of a further check that failed as a whole.
    var failure: DeployError?
    let document: JSONDocument

    public init(of document: JSONDocument) {
        self.document = document
    }

    mutating func add(_ violation: Violation) {
        count += 1
        if violations.count < Self.listed { violations.append(violation) }
    }

    @inline(never)
    mutating func add(_ rule: Rule, _ message: String, at index: Int) {
        guard violations.count < Self.listed else {
            count += 1
            return
        }
        let value = JSONValue(document: document, index: index)
        add(Violation(path: value.path, rule: rule, message: message, position: value.position))
    }

    /// Checks the whole document. Members named in `given` come from outside it and must not stand in it too.
    public mutating func root(is shape: ObjectShape, given: [ExternalField] = []) {
        object(0, is: shape, given: given)
    }

    // MARK: Objects

    private mutating func object(_ object: Int, is shape: ObjectShape, given: [ExternalField] = []) {
        guard document.kind(object) == .object else { return wrongType(object, "an object") }
        var seen: UInt64 = 0
        var name = object + 1
        while name < document.end(object) {
            if let index = shape.index(of: name, in: document) {
                let bit: UInt64 = 1 << UInt64(index)
                member(name, shape.fields[index], isRepeated: seen & bit != 0, given: given)
                seen |= bit
            } else {
                // To find the name that was meant takes longer than all the rest.
                let isListed = violations.count < Self.listed
                add(.unknownField, isListed ? Self.unknown(document.name(name), in: shape) : "", at: name)
            }
            name = document.end(name + 1)
        }
        for (index, field) in shape.fields.enumerated() where field.isRequired && seen & (1 << UInt64(index)) == 0 {
            if !given.contains(where: { $0.isNamed(field.name) }) { missing(field, in: object) }
        }
        if let rule = shape.rule { check(rule, in: object) }
    }

    private mutating func member(_ name: Int, _ field: Field, isRepeated: Bool, given: [ExternalField]) {
        if isRepeated {
            add(.duplicate, "\(field.name.text) stands here a second time.", at: name)
        } else if given.contains(where: { $0.isNamed(field.name) }) {
            add(.conflict, "\(field.name.text) is already given outside this text; leave it out here.", at: name)
        } else {
            value(name + 1, field.shape)
        }
    }

    private mutating func missing(_ field: Field, in object: Int) {
        let value = JSONValue(document: document, index: object)
        let path = value.path.isEmpty ? field.name.text : "\(value.path).\(field.name.text)"
        var message = field.name.text + " is missing."
        if field.isConfigurable {
            message += " Name it here, or in the configuration (project_id, CODEARTS_DEPLOY_PROJECT_ID)."
        }
        add(Violation(path: path, rule: .required, message: message, position: value.position))
    }

    private static func unknown(_ name: String, in shape: ObjectShape) -> String {
        let known = shape.fields.map { $0.name.text }
        if let near = Spelling.nearest(to: name, among: known) {
            return "There is no \(name) here. Did you mean \(near)?"
        }
        return "There is no \(name) here. Known are: \(known.joined(separator: ", "))."
    }

    // MARK: Values

    private mutating func value(_ index: Int, _ shape: Shape) {
        switch shape {
        case .string(let rule): text(index, rule)
        case .integer(let range): integer(index, range)
        case .boolean: if document.kind(index) != .boolean { wrongType(index, "true or false") }
        case .object(let shape): object(index, is: shape)
        case .array(let element, let count, let key): array(index, of: .object(element), count: count, uniqueBy: key)
        case .texts(let rule, let count): array(index, of: .string(rule), count: count, uniqueBy: nil)
        case .date: date(index)
        case .scalars: scalars(index)
        case .any: break
        }
    }

    private mutating func text(_ index: Int, _ rule: StringRule) {
        if let plain = document.plainText(index), rule.accepts(document.bytes, in: plain) { return }
        let number = rule.takesNumbers && document.kind(index) == .number ? document.raw(index) : nil
        guard let text = number ?? document.text(index) else { return wrongType(index, "a string") }
        rule.check(text) { add($0, $1, at: index) }
    }

    private mutating func integer(_ index: Int, _ range: ClosedRange<Int>) {
        guard document.kind(index) == .number else { return wrongType(index, "a whole number") }
        guard let number = JSONValue(document: document, index: index).integer, range.contains(number) else {
            return add(
                .range, "This must be a whole number from \(range.lowerBound) to \(range.upperBound).", at: index)
        }
    }

    /// Elements after the last that is allowed are counted, not checked.
    private mutating func array(
        _ array: Int, of element: Shape, count allowed: ClosedRange<Int>, uniqueBy key: StaticString?
    ) {
        guard document.kind(array) == .array else { return wrongType(array, "an array") }
        var earlier: [Int] = []
        var count = 0
        var index = array + 1
        while index < document.end(array) {
            count += 1
            if count <= allowed.upperBound {
                value(index, element)
                if let key { unique(index, key, among: &earlier) }
            }
            index = document.end(index)
        }
        if allowed.contains(count) { return }
        add(
            .count, "There are \(count) elements; \(allowed.lowerBound) to \(allowed.upperBound) are allowed.",
            at: array)
    }

    @inline(never)
    private mutating func unique(_ element: Int, _ key: StaticString, among earlier: inout [Int]) {
        guard let index = document.member(key, of: element), document.kind(index) == .string else { return }
        if earlier.contains(where: { document.isSameText($0, index) }) {
            add(.duplicate, "An earlier element has this \(key.text) already.", at: index)
        } else {
            earlier.append(index)
        }
    }

    @inline(never)
    mutating func wrongType(_ index: Int, _ expected: String) {
        let kind = document.kind(index)
        add(.type, "This is \(kind.description); it must be \(expected).", at: index)
    }
}

extension ObjectShape {
    /// Which of the fields a member name means.
    func index(of name: Int, in document: JSONDocument) -> Int? {
        var index = 0
        while index < fields.count {
            if document.isText(name, fields[index].name) { return index }
            index += 1
        }
        return nil
    }
}
