/// A failed attempt's classification, as far as it matters for another one.
public enum AttemptFailure: Sendable, Equatable, CaseIterable {
    /// No connection: the host was not found or not reached.
    case unreached
    /// The connection could not be trusted, or not be encrypted.
    case untrusted
    /// The time was over, or the caller gave up, or nothing could be made of the configuration.
    case ended
    /// Refused before the service saw it, because there were too many.
    case throttled
    /// The credential is not valid any more, and there can be a new one.
    case tokenEnded
    /// The application is being deployed already.
    case busy
    /// Any other answer that says no.
    case refused
    /// The service failed, 5xx.
    case broken
    /// Written, and no whole answer came.
    case lost
    /// An answer came that cannot be used.
    case unusable

    /// - Parameters:
    ///   - wasWritten: whether a byte of the request may have been written.
    ///   - canRenew: whether there can be a new token in place of the one that was used.
    public init(_ error: DeployError, wasWritten: Bool, canRenew: Bool) {
        guard wasWritten else {
            switch error.status {
            case .resolve, .connect, .connectTimeout: self = .unreached
            case .tls: self = .untrusted
            default: self = .ended
            }
            return
        }
        switch (error.status, error.httpStatus ?? 0) {
        case (.throttled, _): self = .throttled
        case (.busy, _): self = .busy
        case (.cancelled, _): self = .ended
        case (_, 401): self = canRenew ? .tokenEnded : .refused
        case (_, 500...): self = .broken
        case (_, 400...): self = .refused
        case (.badResponse, 200..<300): self = .unusable
        case (_, 0): self = .lost
        default: self = .refused
        }
    }
}
