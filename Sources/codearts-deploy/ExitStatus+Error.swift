import CodeArtsDeployModel

extension ExitStatus {
    init(_ error: DeployError) {
        switch error.status {
        case .deploymentFailed: self = Self.wasRolledBack(error) ? .rolledBack : .deploymentFailed
        case .deploymentStopped: self = .stopped
        case .deploymentTimedOut: self = .stillRunning
        case .cancelled: self = .interrupted
        case .unreconciled: self = .unknown
        case .validation, .invalidArgument: self = .usage
        case .configuration, .unsupported: self = .configuration
        default: self = error.outcome == .unknown ? .unknown : Self.answer(error)
        }
    }

    /// What the service, or the way to it, made of a request.
    private static func answer(_ error: DeployError) -> ExitStatus {
        switch error.status {
        case .authentication, .permission: .authentication
        case .notFound, .busy, .service: .refused
        case .throttled, .queueFull: .throttled
        case .resolve, .connect, .tls, .connectTimeout, .timeout, .badResponse:
            error.outcome == .started ? .stillRunning : .network
        default: .internalFault
        }
    }

    private static func wasRolledBack(_ error: DeployError) -> Bool {
        let document = try? JSONDocument(parsing: error.document)
        guard let state = document?.root["deployment"]?["rollback"]?["state"]?.string else { return false }
        return DeploymentState(state).end == .succeeded
    }
}
