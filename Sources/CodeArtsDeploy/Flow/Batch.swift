internal import CodeArtsDeployModel

/// A batch of flows, a bounded number of them at once, each begun when there is room for it.
final class Batch {
    /// How many results may wait for their reader before no further flow is begun.
    static let maxUnread = 1000

    /// The loop is beginning flows of this batch at the moment.
    var isFeeding = false
    private var running: [(index: Int, job: Job)] = []
    private let count: Int
    private let maxConcurrent: Int
    private let flow: (Int) -> Step
    private let hasRoom: () -> Bool
    private let ended: (Int, Result<[UInt8], DeployError>) -> Void
    private(set) var begun = 0
    private var isCancelled = false

    /// - Parameters:
    ///   - flow: the first step of the flow with that index.
    ///   - hasRoom: whether another result can be taken.
    ///   - ended: takes the result of the flow with that index.
    init(
        _ count: Int, maxConcurrent: Int, flow: @escaping (Int) -> Step, hasRoom: @escaping () -> Bool,
        ended: @escaping (Int, Result<[UInt8], DeployError>) -> Void
    ) {
        self.count = count
        self.maxConcurrent = maxConcurrent
        self.flow = flow
        self.hasRoom = hasRoom
        self.ended = ended
    }

    var isDone: Bool { running.isEmpty && (begun == count || isCancelled) }
    var jobs: [Job] { running.map { $0.job } }

    /// Begins no more.
    func cancel() {
        isCancelled = true
    }

    /// The next job; nil where there is none, or no room for it.
    func next(whenEnded: @escaping () -> Void) -> Job? {
        guard begun < count, running.count < maxConcurrent, !isCancelled, hasRoom() else { return nil }
        let index = begun
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
