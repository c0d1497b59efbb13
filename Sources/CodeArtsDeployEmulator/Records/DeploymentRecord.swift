import CodeArtsDeployModel

/// A record: one deployment that was started.
struct DeploymentRecord {
    /// A parameter as the client gave it.
    struct Parameter {
        let key: String
        let value: String
        let type: String
    }

    /// The origin of a deployment.
    enum Source: String {
        case start, rollback
        /// A start that named a record to go back to.
        case startRecord = "start_record"
        /// Somebody else.
        case foreign
        /// It was there before the emulator.
        case history
    }

    let id: String
    let taskID: String
    /// Grows from record to record.
    let releaseID: Int
    let source: Source
    let triggerSource: String?
    /// The record to whose configuration this deployment goes back.
    let sourceRecordID: String?
    /// All that the request named.
    let given: [Parameter]
    /// What the deployment runs with.
    let parameters: [Parameter]
    let begin: Timestamp
    let course: Timeline
    /// The fault that struck the start.
    let fault: String?
    /// When somebody stopped it, and what it has been since.
    private(set) var stop: (moment: Timestamp, state: RecordState)?

    init(
        id: String, taskID: String, releaseID: Int, source: Source, triggerSource: String? = nil,
        sourceRecordID: String? = nil, given: [Parameter], parameters: [Parameter], begin: Timestamp, course: Timeline,
        fault: String? = nil
    ) {
        self.id = id
        self.taskID = taskID
        self.releaseID = releaseID
        self.source = source
        self.triggerSource = triggerSource
        self.sourceRecordID = sourceRecordID
        self.given = given
        self.parameters = parameters
        self.begin = begin
        self.course = course
        self.fault = fault
    }

    var jobName: String { "job_\(id)_\(begin.milliseconds)" }

    func state(at now: Timestamp) -> RecordState {
        if let stop, now >= stop.moment { return stop.state }
        return course.state(at: progress(at: now))
    }

    /// When it ended; nil while it did not.
    func end(at now: Timestamp) -> Timestamp? {
        guard state(at: now).isEnd else { return nil }
        return stop?.moment ?? begin.advanced(byMicroseconds: course.length)
    }

    func isVisible(at now: Timestamp) -> Bool {
        now >= begin.advanced(byMicroseconds: course.hiddenTime)
    }

    /// How long its course has run by now; what is stopped runs no longer.
    func progress(at now: Timestamp) -> Int {
        min(now, stop?.moment ?? now).microseconds - begin.microseconds
    }

    /// How long it has taken up to now or to its end, in microseconds.
    func duration(at now: Timestamp) -> Int {
        (end(at: now) ?? now).microseconds - begin.microseconds
    }

    /// The state of a step, from 1.
    func state(ofStep step: Int, at now: Timestamp) -> String {
        let state = course.state(ofStep: step, at: progress(at: now))
        guard let stop, now >= stop.moment else { return state }
        return state == "running" ? stop.state.rawValue : state == "pending" ? "not_executed" : state
    }

    /// Ends it, unless it has ended already.
    mutating func stop(at now: Timestamp, as state: RecordState) {
        guard !self.state(at: now).isEnd else { return }
        stop = (now, state)
    }
}

extension DeploymentRecord {
    /// How long a step has run by now, in microseconds.
    func duration(ofStep step: Int, at now: Timestamp) -> Int {
        let passed = min(progress(at: now), course.length) - course.begin(ofStep: step)
        return min(max(passed, 0), course.stepTime)
    }
}
