/// The effect of sending a request, and so of sending it a second time.
public enum Effect: Sendable, Equatable {
    /// Nothing but an answer: every failure may be followed by another try.
    case reads
    /// It aims at one thing and leaves it in one state, as a stop does: a second time changes nothing more.
    case changes
    /// It starts a deployment. Written at most once; errors carry an outcome.
    case starts
    /// Nobody here knows what it does: a call of any API. Written at most once; errors carry an outcome.
    case unknown

    /// Whether a second sending could do something a second time.
    public var isOnceOnly: Bool { self == .starts || self == .unknown }
}
