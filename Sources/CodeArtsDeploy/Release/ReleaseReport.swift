internal import CPlatform
internal import CodeArtsDeployModel

/// A release's report: how each item ended, and what that comes to.
final class ReleaseReport {
    private let plan: ReleasePlan
    private let context: FlowContext
    private let beganMS = platform_monotonic_ms()
    private(set) var ends: [ItemEnd?]
    /// Waves that were begun.
    var waves = 0
    /// How many items went back because others failed.
    private var wentBack = 0

    init(_ plan: ReleasePlan, _ context: FlowContext) {
        self.plan = plan
        self.context = context
        ends = Array(repeating: nil, count: plan.items.count)
    }

    static func subject(of item: ReleaseItem) -> EventSubject {
        EventSubject(taskID: item.taskID, item: EventItem(item.index, named: item.name))
    }

    /// Notes how an item ended, and tells it: again, where it goes back later.
    func note(_ item: ReleaseItem, _ end: ItemEnd) {
        ends[item.index] = end
        guard let log = context.eventLog else { return }
        var subject = Self.subject(of: item)
        subject.recordID = end.recordID
        log.note("item", about: subject, isResult: true) { end.tell(item, to: &$0) }
    }

    /// Notes that an item went back which had succeeded, or could not.
    func note(_ item: ReleaseItem, rollback: [UInt8]) {
        guard let end = ends[item.index] else { return }
        end.note(rollback: rollback)
        if end.state == .rolledBack { wentBack += 1 }
        note(item, end)
    }

    /// Whether an item was tried and has not succeeded.
    var hasFailure: Bool {
        for case let end? in ends where end.wasTried && end.state != .succeeded { return true }
        return false
    }

    // MARK: The end

    /// - Parameter stop: why nothing new began any more; empty where all was tried.
    func result(stop: String) -> Result<[UInt8], DeployError> {
        var counts = [Int](repeating: 0, count: ItemState.allCases.count)
        var hasUntried = false
        var first: (item: ReleaseItem, error: DeployError)?
        var isRefused = false
        for item in plan.items {
            let end = ends[item.index] ?? untried(item, stop)
            counts[Int(end.state.rawValue)] += 1
            hasUntried = hasUntried || !end.wasTried
            guard let error = end.error else { continue }
            isRefused = isRefused || error.outcome.map { $0 == .refused } ?? false
            if first == nil || end.wasTried && first?.error.status == .cancelled { first = (item, error) }
        }
        let members = members(counts, isEarly: hasUntried && !stop.isEmpty)
        guard let first else {
            var json = JSONWriter(reserving: members.count + 256)
            json.beginObject()
            json.members(members)
            json.meta(context)
            json.endObject()
            return .success(json.bytes)
        }
        let has = { (state: ItemState) in counts[Int(state.rawValue)] > 0 }
        let status: Status =
            has(.failed) || has(.rolledBack)
            ? .deploymentFailed
            : has(.unknown)
                ? .unreconciled
                : context.isCancelled
                    ? .cancelled
                    : has(.stopped) ? .deploymentStopped : has(.stillRunning) ? .deploymentTimedOut : first.error.status
        let isStarted = counts[Int(ItemState.notStarted.rawValue)] < plan.items.count
        var error = DeployError(
            status,
            "\(plan.items.count - counts[0]) of \(plan.items.count) deployments did not succeed. \(first.item.name): \(first.error.message)",
            outcome: has(.unknown) ? .unknown : isStarted ? .started : isRefused ? .refused : .notSent)
        error.attempts = context.attempts
        error.details = members
        return .failure(error)
    }

    private func untried(_ item: ReleaseItem, _ stop: String) -> ItemEnd {
        var reason = stop
        for other in item.after where reason.isEmpty || ends[other.index]?.state != .succeeded {
            reason = "\(other.name), after which it comes, did not succeed"
        }
        let end = ItemEnd(untried: reason)
        note(item, end)
        return end
    }

    private func members(_ counts: [Int], isEarly: Bool) -> [UInt8] {
        var json = JSONWriter(reserving: 1024 + 512 * ends.count)
        json.name("items")
        json.beginArray()
        for item in plan.items { ends[item.index]?.write(item, to: &json) }
        json.endArray()
        json.name("counts")
        json.beginObject()
        for state in ItemState.allCases { json.member(state.word, counts[Int(state.rawValue)]) }
        json.endObject()
        json.name("release")
        json.beginObject()
        let isBack = wentBack > 0 && counts[0] == 0
        let word: StaticString =
            counts[0] == ends.count ? "succeeded" : isBack ? "rolled_back" : isEarly ? "stopped_early" : "failed"
        json.member("state", word.text)
        json.member("waves", waves)
        json.member("duration_ms", Int(platform_monotonic_ms() - beganMS))
        json.endObject()
        return json.bytes
    }
}
