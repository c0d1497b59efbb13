internal import CodeArtsDeployModel

extension PreparedRequest {
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
