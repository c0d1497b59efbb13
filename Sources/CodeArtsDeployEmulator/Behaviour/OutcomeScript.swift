/// How the next deployments are to go: `POST /_emulator/outcomes`.
struct OutcomeScript {
    var end = RecordState.succeeded
    /// The step at which it ends otherwise, from 1; the last one if there are fewer.
    var failedStep = 1
    /// How long its steps take together; nil: as the behaviour says.
    var durationMS: Int?
    /// How long it waits; nil: as the behaviour says.
    var pendingMS: Int?
    /// How long it shows nowhere.
    var hiddenMS = 0
    /// How many deployments it is for.
    var times = 1

    init() {}

    func course(_ behaviour: Behaviour) -> Timeline {
        let last = min(failedStep, behaviour.steps)
        let run = end == .succeeded ? behaviour.steps : last
        return Timeline(
            wait: (pendingMS ?? behaviour.pendingMS) * 1000,
            stepTime: durationMS.map { $0 * 1000 / run } ?? behaviour.stepMS * 1000,
            steps: behaviour.steps, end: end, lastStep: last, hiddenTime: hiddenMS * 1000)
    }
}
