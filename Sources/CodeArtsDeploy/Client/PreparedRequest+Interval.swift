internal import CodeArtsDeployModel

extension PreparedRequest {
    /// The shortest interval between two looks at a service that others use too.
    private static var leastMS: Int { 250 }

    /// Refuses to ask a service again and again without a pause; only one on this machine may be asked as often as one
    /// likes.
    func refuseHaste(at endpoint: Endpoint) throws(DeployError) {
        guard !endpoint.isLoopback, let interval = arguments?.root["interval_ms"],
            let milliseconds = interval.integer, milliseconds < Self.leastMS
        else { return }
        let message =
            "It is \(milliseconds); at least \(Self.leastMS) are allowed where the endpoint is not on this machine (\(endpoint.url))."
        throw DeployError(
            .validation,
            violations: [Violation(path: "interval_ms", rule: .range, message: message, position: interval.position)],
            of: "The request", outcome: operation.startsDeployment ? .notSent : nil)
    }
}
