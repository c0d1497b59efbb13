/// How the next deployments are to go: `POST /_emulator/outcomes`.
struct OutcomeOrder {
    var end = RecordState.succeeded
    /// The step at which it ends otherwise, from 1; the last one if there are fewer.
    var failedStep = 1
    /// How long its steps take together; nil: as the behaviour says.
    var durationMs: Int?
    /// How long it waits; nil: as the behaviour says.
    var pendingMs: Int?
    /// How long it shows nowhere.
    var hiddenMs = 0
    /// How many deployments it is for.
    var times = 1

    init() {}

    func course(_ behaviour: Behaviour) -> Course {
        let last = min(failedStep, behaviour.steps)
        let run = end == .succeeded ? behaviour.steps : last
        return Course(
            wait: (pendingMs ?? behaviour.pendingMs) * 1000,
            stepTime: durationMs.map { $0 * 1000 / run } ?? behaviour.stepMs * 1000,
            steps: behaviour.steps, end: end, lastStep: last, hiddenTime: hiddenMs * 1000)
    }
}
