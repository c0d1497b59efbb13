extension DeployError {
    /// Whether sending the same request again, now or after a while, is safe and may help: what the one table of
    /// repetitions says of the last failure, for a caller who has time and attempts left.
    public var isRetryable: Bool {
        switch status {
        case .queueFull: return true
        // What came of a deployment, and what this side decided: the same would come of it again.
        case .cancelled, .deploymentFailed, .deploymentStopped, .deploymentTimedOut, .unreconciled, .forked, .internal,
            .unsupported:
            return false
        case .tls: return canFollow(.untrusted, .starts)
        // A proxy has answered in place of the service.
        case .connect where httpStatus != nil: return canFollow(.refused, .starts)
        default: break
        }
        switch outcome {
        case .started?: return false
        case .unknown?: return canFollow(AttemptFailure(self, wasWritten: true, canRenew: false), .starts)
        case .notSent?, .refused?: return canFollow(unwritten, .starts)
        case nil:
            let failure = AttemptFailure(self, wasWritten: (attempts ?? 0) > 0, canRenew: false)
            return canFollow(failure == .ended ? unwritten : failure, .reads)
        }
    }

    /// The failure of a request that the service has not got, or has refused. That the time was over says nothing of
    /// another time.
    private var unwritten: AttemptFailure {
        if status == .timeout { return .unreached }
        return AttemptFailure(self, wasWritten: httpStatus != nil, canRenew: false)
    }

    private func canFollow(_ failure: AttemptFailure, _ effect: Effect) -> Bool {
        NextAttempt(after: failure, of: effect) != .end
    }
}
