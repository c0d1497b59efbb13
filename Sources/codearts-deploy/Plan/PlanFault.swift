import CodeArtsDeployModel

/// A fault of a plan's syntax, where reading ends.
struct PlanFault: Error {
    let rule: Rule
    let message: String
    let position: TextPosition

    init(_ rule: Rule, _ message: String, at position: TextPosition) {
        self.rule = rule
        self.message = message
        self.position = position
    }

    var violation: Violation { Violation(path: "", rule: rule, message: message, position: position) }
}
