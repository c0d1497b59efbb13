/// For throwing initializers and for texts that callers hand in.
extension Validation {
    /// A single text.
    static func check(_ text: String, _ rule: StringRule, path: String, of subject: String) throws(DeployError) {
        let violations = rule.faults(in: Array(text.utf8), path: path)
        if !violations.isEmpty {
            throw DeployError(.validation, violations: violations, of: subject, outcome: .notSent)
        }
    }

    /// A whole object that was just written.
    static func check(_ json: [UInt8], _ shape: ObjectShape, of subject: String) throws(DeployError) {
        let document = try JSONDocument.checked(json, of: subject, failing: .validation)
        var validation = Validation(of: document)
        validation.root(is: shape)
        try validation.throwIfAny(.validation, of: subject, outcome: .notSent)
    }

    /// The result of a further check; nil where it failed, which `throwIfAny` reports.
    public mutating func collect<Value>(_ check: () throws(DeployError) -> Value) -> Value? {
        do {
            return try check()
        } catch {
            add(faultsOf: error)
            return nil
        }
    }

    /// Takes over what a further check found, but for places that are known to be wrong already.
    @inline(never)
    private mutating func add(faultsOf error: DeployError) {
        if error.violations.isEmpty { failure = failure ?? error }
        for violation in error.violations where !violations.contains(where: { $0.path == violation.path }) {
            add(violation)
        }
    }

    /// Ends a check: nothing, or one error with all that was found.
    public func throwIfAny(_ status: Status, of subject: String, outcome: Outcome?) throws(DeployError) {
        if count > 0 {
            throw DeployError(status, violations: violations, count: count, of: subject, outcome: outcome)
        }
        if let failure { throw failure }
    }
}

extension JSONDocument {
    /// Reads a text that a caller gave; a fault in it is a violation like any other.
    public static func checked(
        _ bytes: [UInt8], of subject: String, failing status: Status
    ) throws(DeployError) -> JSONDocument {
        do {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw DeployError(status, violations: [Violation(error)], of: subject)
        }
    }
}
