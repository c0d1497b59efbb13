/// What a failed call means for a second try of whatever may start a deployment.
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

    /// The sentence that ends an error message: whether it was sent, and what to do now.
    var advice: String {
        switch self {
        case .notSent: "Nothing was sent; it is safe to try again."
        case .refused: "The service did not start the deployment."
        case .started: "The deployment was started; do not start it again."
        case .unknown:
            "The request was sent and may have started the deployment: look at the application's records before you start it again."
        }
    }
}
