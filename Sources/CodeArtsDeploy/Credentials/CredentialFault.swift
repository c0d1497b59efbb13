internal import CodeArtsDeployModel

/// The faults that sources have in common.
enum CredentialFault {
    static var environment: String { "The environment" }

    static func missing(_ name: String, beside other: String, _ subject: String) -> DeployError {
        let message = "\(name) is missing beside \(other). Set both, or neither."
        let violation = Violation(path: name, rule: .required, message: message)
        return DeployError(.configuration, violations: [violation], of: subject)
    }

    static func twoKinds(_ one: String, _ other: String) -> DeployError {
        let message = "\(one) and \(other) are both set: say which one is meant by unsetting the other."
        let violation = Violation(path: one, rule: .conflict, message: message)
        return DeployError(.configuration, violations: [violation], of: environment)
    }
}
