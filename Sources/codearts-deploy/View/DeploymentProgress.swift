import CodeArtsDeployModel

/// The progress of a deployment, as its events report it.
struct DeploymentProgress {
    struct Step {
        let id: String
        let name: String
        var state: String
        /// On the monotonic clock, in ms.
        var beganMS: Int?
        var endedMS: Int?
    }

    let beganMS = Elapsed.now
    /// Whether this is a rollback.
    private(set) var isRollback = false
    let taskID: String
    private(set) var recordID: String?
    private(set) var state = ""
    private(set) var steps: [Step] = []

    init(taskID: String, recordID: String?) {
        self.taskID = taskID
        self.recordID = recordID
    }

    /// For lines about it: "the deployment is running".
    private var subject: String { isRollback ? "the rollback" : "the deployment" }

    /// A clause about a state that it has reached.
    func reached(_ state: DeploymentState) -> String {
        switch state.word {
        case "succeeded", "failed": "\(subject) has \(state.word)"
        case "abort": "\(subject) was aborted"
        case "timeout": "\(subject) has timed out"
        case "not_started": "\(subject) was cancelled before it started"
        case "pending", "running": "\(subject) is \(state.word)"
        default: "\(subject) has the state \(state.word)"
        }
    }

    /// A clause that says where it still is.
    var standing: String {
        let running = steps.filter { $0.state == "running" }.map(\.name)
        let names = running.isEmpty ? "" : ": \(running.joined(separator: ", "))"
        let state = state.isEmpty ? recordID == nil ? "waiting to be started" : "starting" : state
        return "\(subject) is still \(state)\(names)"
    }

    mutating func take(_ event: ProgressEvent) {
        switch event.kind {
        case .state(let state, let recordID):
            self.state = state.word
            self.recordID = recordID ?? self.recordID
        case .started(let recordID): self.recordID = recordID
        case .rollback: goBack()
        case .step(let step): take(step)
        default: break
        }
    }

    /// A rollback is another deployment, whose record is not known yet.
    private mutating func goBack() {
        isRollback = true
        recordID = nil
        state = ""
        steps = []
    }

    private mutating func take(_ step: DeploymentStep) {
        let now = Elapsed.now
        let (name, state) = (step.label, step.state?.word ?? "")
        let id = step.id ?? name
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

extension DeploymentStep {
    /// Its name; the service may know only an id.
    var label: String { name ?? id ?? "" }
}
