import CodeArtsDeployModel

extension DeployError {
    /// Whether the deployment that it is about has ended.
    var isOfEnded: Bool { status == .deploymentFailed || ExitStatus(self) == .stopped }

    /// The same error, which says so if the request was sent and its effect on this deployment is unknown.
    func mayHaveChanged(_ recordID: String?) -> DeployError {
        guard let recordID, httpStatus == nil, (attempts ?? 0) > 0 else { return self }
        var error = self
        error.message += " The request was sent; the service may have done it or not."
        error.recordID = recordID
        return error
    }

    /// A second Ctrl-C: nothing is waited for.
    static func left(_ operation: Operation, _ progress: DeploymentProgress? = nil) -> DeployError {
        let outcome: (unknown: Outcome?, started: Outcome?) =
            operation.startsDeployment ? (.unknown, .started) : (nil, nil)
        guard let progress, let recordID = progress.recordID else {
            let what =
                switch operation.effect {
                case .starts: "; a deployment may have been started or not"
                case .changes, .unknown: "; the service may have done it or not"
                case .reads: ""
                }
            return DeployError(.cancelled, "Left at once\(what).", outcome: outcome.unknown)
        }
        let state = progress.state.isEmpty ? "" : " (state \(progress.state))"
        var error = DeployError(
            .cancelled, "Left at once; the deployment \(recordID) is left to itself\(state).",
            outcome: outcome.started)
        error.recordID = recordID
        return error
    }
}
