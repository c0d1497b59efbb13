/// The state in which an item of a release ends; exactly one of these.
public enum ItemState: UInt8, Sendable, CaseIterable {
    case succeeded
    /// It ran and failed.
    case failed
    /// It was stopped or cancelled, by whomever.
    case stopped
    /// It failed, or the release did, and what was there before was deployed again.
    case rolledBack
    /// Certainly not started: refused, or never tried.
    case notStarted
    /// Nobody can tell whether it was started.
    case unknown
    /// Started, and not followed to its end.
    case stillRunning

    public var word: StaticString {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .stopped: "stopped"
        case .rolledBack: "rolled_back"
        case .notStarted: "not_started"
        case .unknown: "unknown"
        case .stillRunning: "still_running"
        }
    }
}
