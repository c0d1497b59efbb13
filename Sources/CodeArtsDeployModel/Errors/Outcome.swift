/// The outcome of a failed call: what it means for a second try of whatever may start a deployment.
public enum Outcome: Sendable, Equatable {
    /// Nothing reached the service; a second try cannot start a second deployment.
    case notSent
    /// The service answered that it does not start it.
    case refused
    /// The deployment was started although the call failed.
    case started
    /// The request was written and no usable answer came: the deployment may be running.
    case unknown

    public var name: StaticString {
        switch self {
        case .notSent: "not_sent"
        case .refused: "refused"
        case .started: "started"
        case .unknown: "unknown"
        }
    }
}
