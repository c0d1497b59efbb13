/// The retry policy: what to do after a failed attempt.
public enum NextAttempt: Sendable, Equatable {
    case end, againAfterWait, renewThenAgain

    /// The one table of repetitions. What may do something twice is repeated only where it is certain that the service
    /// has not got it.
    public init(after failure: AttemptFailure, of effect: Effect) {
        switch failure {
        case .unreached, .throttled: self = .againAfterWait
        case .tokenEnded: self = .renewThenAgain
        // A certificate does not become valid by itself, and what is refused once is refused again.
        case .untrusted, .ended, .busy, .refused: self = .end
        case .broken, .lost, .unusable: self = effect.isOnceOnly ? .end : .againAfterWait
        }
    }
}
