/// How far a deployment is, as its events tell.
struct Progress {
    struct Step {
        let id: String
        let name: String
        var state: String
        /// On the monotonic clock, in ms: since when it runs, and when that was over.
        var beganMS: Int?
        var endedMS: Int?
    }

    let beganMS = Elapsed.now
    /// Whether an earlier deployment is being put back.
    private(set) var isRollback = false
    let taskID: String
    private(set) var recordID: String?
    private(set) var state = ""
    private(set) var steps: [Step] = []

    init(taskID: String, recordID: String?) {
        self.taskID = taskID
        self.recordID = recordID
    }

    /// Where it stands, in a few words.
    var standing: String {
        let running = steps.filter { $0.state == "running" }.map(\.name)
        let names = running.isEmpty ? "" : ": \(running.joined(separator: ", "))"
        return (state.isEmpty ? recordID == nil ? "waiting to be started" : "starting" : state) + names
    }

    mutating func take(_ event: Event) {
        switch event.kind {
        case .state(let state, let recordID):
            self.state = state
            self.recordID = recordID ?? self.recordID
        case .started(let recordID): self.recordID = recordID ?? self.recordID
        case .rollback: goBack()
        case .step(let id, let name, let state): take(id, name, state)
        default: break
        }
    }

    /// What comes now is another deployment, whose record nobody has named yet.
    private mutating func goBack() {
        isRollback = true
        recordID = nil
        state = ""
        steps = []
    }

    private mutating func take(_ id: String, _ name: String, _ state: String) {
        let now = Elapsed.now
        let index = steps.firstIndex { $0.id == id } ?? steps.endIndex
        if index == steps.endIndex { steps.append(Step(id: id, name: name, state: state)) }
        steps[index].state = state
        if state == "running" {
            steps[index].beganMS = steps[index].beganMS ?? now
        } else if steps[index].beganMS != nil {
            steps[index].endedMS = steps[index].endedMS ?? now
        }
    }
}
