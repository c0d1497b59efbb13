extension StringRule {
    /// The faults of a text that stands in no JSON.
    public func faults(in text: [UInt8], path: String) -> [Violation] {
        var violations: [Violation] = []
        check(text[...]) { violations.append(Violation(path: path, rule: $0, message: $1)) }
        return violations
    }

    /// Reports each fault of a text. The text itself is never repeated: it may be a secret.
    func check(_ text: ArraySlice<UInt8>, report: (Rule, String) -> Void) {
        if !values.isEmpty {
            if !values.contains(where: { $0.matches(text) }) {
                report(.enum, "This must be one of: \(values.map { $0.text }.joined(separator: ", ")).")
            }
            return
        }
        let count = text.reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } }
        if !length.contains(count) { report(.length, lengthMessage(count)) }
        if alphabet != .any, !text.allSatisfy(alphabet.contains) {
            report(.pattern, "Only \(alphabet.description) are allowed here.")
        }
        for mark in forbidden where Self.occurs(mark, in: text) {
            report(.forbidden, "The service does not allow \(mark.text) here: its templates would expand it.")
        }
    }

    private func lengthMessage(_ count: Int) -> String {
        let has = count == 0 ? "This is empty" : "This has \(count) character\(count == 1 ? "" : "s")"
        if length.lowerBound == length.upperBound { return "\(has); it must have \(length.lowerBound)." }
        return "\(has); \(length.lowerBound) to \(length.upperBound) are allowed."
    }

    private static func occurs(_ mark: StaticString, in text: ArraySlice<UInt8>) -> Bool {
        mark.withUTF8Buffer { mark in
            guard let first = mark.first, text.count >= mark.count else { return false }
            return text.indices.dropLast(mark.count - 1).contains {
                text[$0] == first && text[$0...].starts(with: mark)
            }
        }
    }
}

extension Validation {
    /// For initializers of models: a single text.
    static func check(_ text: String, _ rule: StringRule, path: String, of subject: String) throws(DeployError) {
        let violations = rule.faults(in: Array(text.utf8), path: path)
        if !violations.isEmpty {
            throw DeployError(.validation, violations: violations, of: subject, outcome: .notSent)
        }
    }

    /// For initializers of models: a whole object that was just written.
    static func check(_ json: [UInt8], _ shape: ObjectShape, of subject: String) throws(DeployError) {
        var validation = Validation()
        let document = try JSONDocument.checked(json, of: subject, failing: .validation)
        validation.object(document.root, is: shape)
        try validation.throwIfAny(.validation, of: subject, outcome: .notSent)
    }

    /// Ends a check: nothing, or one error with all that was found.
    public func throwIfAny(_ status: Status, of subject: String, outcome: Outcome?) throws(DeployError) {
        if !violations.isEmpty { throw DeployError(status, violations: violations, of: subject, outcome: outcome) }
    }
}

extension JSONDocument {
    /// Reads a text that a caller gave; a fault in it is a violation like any other.
    public static func checked(_ bytes: [UInt8], of subject: String, failing status: Status) throws(DeployError)
        -> JSONDocument
    {
        do {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw DeployError(status, violations: [Violation(error)], of: subject)
        }
    }
}
