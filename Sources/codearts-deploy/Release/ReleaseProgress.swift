import CPlatform
import CodeArtsDeployModel

/// The progress of a release, as its events tell it. Times are in ms since 1970, by the clock of this machine.
struct ReleaseProgress {
    struct Step {
        let id: String
        let name: String
        var state: String
        var beganMS: Int?
        var endedMS: Int?

        /// Whether a state says that it runs, or ran.
        static func isBegun(_ state: String) -> Bool { !["", "pending", "not_executed", "waiting"].contains(state) }
    }

    struct Item {
        let name: String
        let taskID: String
        /// From 1.
        let wave: Int
        /// The service's word for its deployment; empty before there is one.
        var standing = ""
        /// Whether the request to start it was sent, and its answer has not come.
        var isStarting = false
        /// nil until it has ended.
        var end: ItemState?
        /// Whether somebody tried to start it, and it was refused.
        var isRefused = false
        var recordID: String?
        var beganMS: Int?
        var endedMS: Int?
        var steps: [Step] = []
        var isGoingBack = false
        /// What it waits for, or why it did not succeed.
        var message: String?

        /// Whether it was begun and goes on.
        var isRunning: Bool { beganMS != nil && end == nil || isGoingBack }

        /// Whether it ended, and not well. One that nobody tried to start did not fail.
        var hasFailed: Bool { end != nil && end != .succeeded && (end != .notStarted || isRefused) && !isGoingBack }
    }

    private(set) var items: [Item]
    let beganMS = Int(platform_unix_ms())
    /// The number of the wave that was begun last; 0 before the first.
    private(set) var wave = 0
    let waves: Int
    private(set) var isDraining = false

    /// - Parameter request: of deploy_many.
    init(_ request: [UInt8]) {
        let root = (try? JSONDocument(parsing: request))?.root
        let plan = root.map { ReleasePlan($0) }
        items = plan?.items.map { Item(name: $0.name, taskID: $0.taskID, wave: $0.wave + 1) } ?? []
        waves = items.map(\.wave).max() ?? 1
    }

    mutating func drain() { isDraining = true }

    func count(_ state: ItemState) -> Int { items.count { $0.end == state && !$0.isGoingBack } }

    var running: Int { items.count { $0.isRunning } }
    var waiting: Int { items.count { $0.end == nil && !$0.isRunning } }

    /// - Returns: the item that it is about; nil if it is about all of them.
    @discardableResult
    mutating func take(_ event: ReleaseEvent) -> Int? {
        if case .wave(let number, _, _) = event.kind { wave = number }
        guard let index = event.index, items.indices.contains(index) else { return nil }
        items[index].take(event)
        return index
    }
}

extension ReleaseProgress.Item {
    fileprivate mutating func take(_ event: ReleaseEvent) {
        switch event.kind {
        case .attempt(_, let operation): isStarting = operation == "start_deploy_task" && recordID == nil
        case .started(let recordID): began(recordID, event.timeMS)
        case .state(let state, let recordID):
            began(recordID, event.timeMS)
            standing = state.word
        case .step(let step): take(step, event.timeMS)
        case .waiting(let message): self.message = message
        case .rollback:
            isGoingBack = true
            standing = "going back"
        case .item(_, let state, let message):
            end = state
            self.message = message
            endedMS = event.timeMS
            isStarting = false
            isGoingBack = false
            isRefused = state == .notStarted && event.status != "CAD_E_CANCELLED"
            recordID = event.recordID ?? recordID
        default: break
        }
    }

    private mutating func began(_ record: String?, _ now: Int) {
        beganMS = beganMS ?? now
        isStarting = false
        message = nil
        if !isGoingBack { recordID = record ?? recordID }
    }

    private mutating func take(_ step: DeploymentStep, _ now: Int) {
        let state = step.state?.word ?? ""
        let id = (isGoingBack ? "back " : "") + (step.id ?? step.label)
        let index = steps.firstIndex { $0.id == id } ?? steps.endIndex
        if index == steps.endIndex {
            let name = isGoingBack ? "going back: \(step.label)" : step.label
            steps.append(ReleaseProgress.Step(id: id, name: name, state: state))
        }
        steps[index].state = state
        let hasBegun = ReleaseProgress.Step.isBegun(state)
        if hasBegun { steps[index].beganMS = steps[index].beganMS ?? now }
        if hasBegun, state != "running" { steps[index].endedMS = steps[index].endedMS ?? now }
    }
}
