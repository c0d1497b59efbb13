internal import CodeArtsDeployModel

/// What a client refuses beyond the rules of the table.
extension PreparedRequest {
    /// The shortest interval between two polls of a service that others use too.
    private static var leastMS: Int { 250 }

    /// Refuses to ask a service again and again without a pause; only one on this machine may be asked as often as one
    /// likes.
    func refuseHaste(at endpoint: Endpoint) throws(DeployError) {
        guard !endpoint.isLoopback, let root = arguments?.root else { return }
        var violations: [Violation] = []
        refuseHaste(of: root, at: endpoint, &violations)
        if let items = root["items"] { for item in items.elements { refuseHaste(of: item, at: endpoint, &violations) } }
        if violations.isEmpty { return }
        throw DeployError(
            .validation, violations: violations, of: "The request",
            outcome: operation.startsDeployment ? .notSent : nil)
    }

    private func refuseHaste(of request: JSONValue, at endpoint: Endpoint, _ violations: inout [Violation]) {
        guard let interval = request["interval_ms"], let milliseconds = interval.integer, milliseconds < Self.leastMS
        else { return }
        let message =
            "It is \(milliseconds); at least \(Self.leastMS) are allowed where the endpoint is not on this machine (\(endpoint.url))."
        violations.append(Violation(path: interval.path, rule: .range, message: message, position: interval.position))
    }

    /// Refuses a request whose results would come as events, for a caller that reads none: at a thousand unread ones it
    /// would wait for ever.
    func refuseUnreadResults() throws(DeployError) {
        guard let results = arguments?.root["results"], results.isText("stream") else { return }
        let message = "Results can be streamed only where somebody reads them: read the operation's events, or collect."
        throw DeployError(
            .validation,
            violations: [Violation(path: "results", rule: .conflict, message: message, position: results.position)],
            of: "The request", outcome: .notSent)
    }
}
