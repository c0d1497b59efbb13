/// How far a deployment is, in the service's words.
enum RecordState: String {
    case pending, running, succeeded, failed
    /// It was stopped.
    case abort
    case timeout
    /// It was cancelled before it ran.
    case notStarted = "not_started"

    var isEnd: Bool { self != .pending && self != .running }
}
