import CodeArtsDeployModel

extension ExitStatus {
    init(_ error: DeployError) {
        switch error.status {
        case .deploymentFailed: self = Self.failed(error.deployment?.rollback)
        case .deploymentStopped: self = .stopped
        case .deploymentTimedOut: self = error.deployment?.wasStopped == true ? .stopped : .stillRunning
        case .cancelled: self = .interrupted
        // It runs, even if it could not be followed.
        case _ where error.outcome == .started: self = .stillRunning
        case .unreconciled: self = .unknown
        case .validation, .invalidArgument: self = .usage
        case .configuration, .unsupported: self = .configuration
        default: self = error.outcome == .unknown ? .unknown : Self.answer(error)
        }
    }

    /// The status for the answer of the service, or of the network on the way to it.
    private static func answer(_ error: DeployError) -> ExitStatus {
        switch error.status {
        case .authentication, .permission: .authentication
        case .notFound, .busy, .service: .refused
        case .throttled, .queueFull: .throttled
        case .resolve, .connect, .tls, .connectTimeout, .timeout, .badResponse: .network
        default: .internalFault
        }
    }

    /// - Parameter rollback: nil if none was requested.
    private static func failed(_ rollback: Deployment.Rollback?) -> ExitStatus {
        switch rollback {
        case .deployed(let deployment, _) where deployment.state?.end == .succeeded: .rolledBack
        case .failed(let error, _) where error.status == .cancelled: .interrupted
        default: .deploymentFailed
        }
    }
}
