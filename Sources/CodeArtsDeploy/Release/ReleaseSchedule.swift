internal import CodeArtsDeployModel

/// A release's schedule: a state machine that says which item may begin next, and when nothing new begins any more.
final class ReleaseSchedule {
    private let plan: ReleasePlan
    /// Items of this wave that may begin, from `first` on.
    private var ready: [ReleaseItem] = []
    private var first = 0
    private var failures = 0
    /// From 0; -1 before the first.
    private(set) var wave = -1

    /// More items have failed than may.
    var isHalted: Bool { failures > plan.maxFailures }

    init(_ plan: ReleasePlan) {
        self.plan = plan
    }

    /// Goes on to the next wave in which there is something left to do. Answers how many items; 0 where no wave is left.
    func nextWave() -> Int {
        var count = 0
        while count == 0, wave + 1 < plan.waveCount {
            wave += 1
            ready = []
            first = 0
            for item in plan.items where item.wave == wave && !item.isBegun {
                count += 1
                if item.waitsFor == 0 { ready.append(item) }
            }
        }
        return count
    }

    /// The next item to begin; nil where none may, now or until another has ended.
    func next() -> ReleaseItem? {
        guard !isHalted, first < ready.count else { return nil }
        first += 1
        ready[first - 1].isBegun = true
        return ready[first - 1]
    }

    func note(_ item: ReleaseItem, _ state: ItemState) {
        item.isBegun = true
        guard state == .succeeded else {
            failures += 1
            return
        }
        for follower in item.followers {
            follower.waitsFor -= 1
            if follower.waitsFor == 0, follower.wave == wave, !follower.isBegun { ready.append(follower) }
        }
    }
}
