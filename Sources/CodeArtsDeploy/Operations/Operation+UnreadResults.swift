package import CodeArtsDeployModel

extension Operation {
    /// Refuses a request whose results would come as events, for a caller that reads none: at a thousand unread ones it
    /// would wait for ever.
    package func refuseUnreadResults(in text: [UInt8]) throws(DeployError) {
        guard isComposite, let results = (try? JSONDocument(parsing: text))?.root["results"], results.isText("stream")
        else { return }
        let message = "Results can be streamed only where somebody reads them: read the operation's events, or collect."
        throw DeployError(
            .validation,
            violations: [Violation(path: "results", rule: .conflict, message: message, position: results.position)],
            of: "The request", outcome: .notSent)
    }
}
