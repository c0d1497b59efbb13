/// A deployment's timeline: how long it waits, what its steps take, and how it ends. Times are microseconds
/// from the start.
struct Timeline {
    let wait: Int
    let stepTime: Int
    let steps: Int
    let end: RecordState
    /// The step at which a deployment ends that does not succeed, from 1.
    let lastStep: Int
    /// For so long the record is on no page of the service.
    let hiddenTime: Int

    /// When it ends.
    var length: Int {
        switch end {
        case .notStarted: wait
        case .succeeded: wait + steps * stepTime
        default: wait + lastStep * stepTime
        }
    }

    /// - Parameter progress: How long ago it started.
    func state(at progress: Int) -> RecordState {
        progress >= length ? end : progress < wait ? .pending : .running
    }

    /// When a step begins.
    func begin(ofStep step: Int) -> Int { wait + (step - 1) * stepTime }

    /// The state of a step: a step of a deployment that ended before it was never begun.
    func state(ofStep step: Int, at progress: Int) -> String {
        let begin = begin(ofStep: step)
        let isOver = progress >= length
        if end == .notStarted || progress < begin { return isOver ? "not_executed" : "pending" }
        if end != .succeeded, step >= lastStep {
            return step > lastStep ? (isOver ? "not_executed" : "pending") : isOver ? end.rawValue : "running"
        }
        return progress < begin + stepTime ? "running" : "succeeded"
    }
}

/// The state of a record, in the service's words.
enum RecordState: String {
    case pending, running, succeeded, failed
    /// It was stopped.
    case abort
    case timeout
    /// It was cancelled before it ran.
    case notStarted = "not_started"

    var isEnd: Bool { self != .pending && self != .running }
}

/// The steps of every application here.
enum StepName {
    /// - Parameter step: From 1.
    static func of(_ step: Int) -> String {
        let names = ["initial", "下载软件包", "Stop the service", "Start the service", "Check the service"]
        return step <= names.count ? names[step - 1] : "Step \(step)"
    }

    /// The step's id in an application.
    static func id(_ step: Int, of appID: String) -> String {
        let number = String(step)
        return appID.prefix(32 - 4) + String(repeating: "f", count: 4 - number.utf8.count) + number
    }
}
