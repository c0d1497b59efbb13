internal import CodeArtsDeployModel

/// A batch of flows, a bounded number of them at once, each begun when there is room for it.
final class Batch {
    /// How many results may wait for their reader before no further flow is begun.
    static let maxUnread = 1000

    /// What may begin next.
    enum Choice {
        /// The flow with this index.
        case flow(Int)
        /// Nothing for now.
        case later
        /// Nothing, unless the end of one that runs changes that.
        case none
    }

    /// The loop is beginning flows of this batch at the moment.
    var isFeeding = false
    private var running: [(index: Int, job: Job)] = []
    private let maxConcurrent: Int
    private let flow: (Int) -> Step
    private let choose: (Batch) -> Choice
    private let ended: (Int, Result<[UInt8], DeployError>) -> Void
    private(set) var begun = 0
    private var isCancelled = false
    private var hasNone = false

    /// - Parameters:
    ///   - flow: the first step of the flow with that index.
    ///   - choose: says which flow begins next; each once.
    ///   - ended: takes the result of the flow with that index.
    init(
        maxConcurrent: Int, choose: @escaping (Batch) -> Choice, flow: @escaping (Int) -> Step,
        ended: @escaping (Int, Result<[UInt8], DeployError>) -> Void
    ) {
        self.maxConcurrent = maxConcurrent
        self.choose = choose
        self.flow = flow
        self.ended = ended
    }

    /// So many flows, in their order.
    ///
    /// - Parameter hasRoom: whether another result can be taken.
    convenience init(
        _ count: Int, maxConcurrent: Int, flow: @escaping (Int) -> Step, hasRoom: @escaping () -> Bool,
        ended: @escaping (Int, Result<[UInt8], DeployError>) -> Void
    ) {
        self.init(
            maxConcurrent: maxConcurrent,
            choose: { $0.begun == count ? .none : hasRoom() ? .flow($0.begun) : .later }, flow: flow, ended: ended)
    }

    var isDone: Bool { running.isEmpty && (hasNone || isCancelled) }
    var jobs: [Job] { running.map { $0.job } }

    /// Begins no more.
    func cancel() {
        isCancelled = true
    }

    /// The next job; nil where there is none, or no room for it.
    func next(whenEnded: @escaping () -> Void) -> Job? {
        guard running.count < maxConcurrent, !isCancelled else { return nil }
        let choice = choose(self)
        if case .none = choice { hasNone = true } else { hasNone = false }
        guard case .flow(let index) = choice else { return nil }
        begun += 1
        let flow = flow
        let job = Job({ flow(index) }) { result in
            self.running.removeAll { $0.index == index }
            self.ended(index, result)
            whenEnded()
        }
        running.append((index, job))
        return job
    }
}
