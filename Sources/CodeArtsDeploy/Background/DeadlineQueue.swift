/// A queue of jobs with deadlines, first come, first served: for a place, or for an answer. Each has a time at which it
/// has waited long enough.
struct DeadlineQueue {
    private struct Entry {
        let job: Job
        let generation: UInt32
        let endMS: Int64

        /// The job has not gone on meanwhile.
        var isWaiting: Bool { job.generation == generation }
    }

    private static let leastRoom = 64

    private var entries: [Entry] = []
    private var first = 0
    /// How many entries there may be before those that have left are looked for.
    private var room = leastRoom
    /// No entry is due earlier. It may be the time of an entry that has left, so a search may find nothing; but not
    /// often, since each search finds the next time.
    private(set) var nextDueMS: Int64?

    var isEmpty: Bool { first == entries.count }

    /// - Parameter job: has just taken the step that it waits in.
    mutating func add(_ job: Job, until endMS: Int64) {
        if entries.count == room {
            entries = entries[first...].filter { $0.isWaiting }
            first = 0
            room = max(Self.leastRoom, 2 * entries.count)
        }
        entries.append(Entry(job: job, generation: job.generation, endMS: endMS))
        nextDueMS = min(nextDueMS ?? .max, endMS)
    }

    /// The next one, which leaves the queue.
    mutating func take() -> Job? {
        while first < entries.count {
            let entry = entries[first]
            first += 1
            if isEmpty {
                entries = []
                first = 0
            }
            if entry.isWaiting { return entry.job }
        }
        return nil
    }

    /// Those whose time is over. They stay in the queue until their next step takes them out.
    mutating func overdue(at nowMS: Int64) -> [Job] {
        guard let due = nextDueMS, due <= nowMS else { return [] }
        var late: [Job] = []
        nextDueMS = nil
        for entry in entries[first...] where entry.isWaiting {
            if entry.endMS <= nowMS {
                late.append(entry.job)
            } else {
                nextDueMS = min(nextDueMS ?? .max, entry.endMS)
            }
        }
        return late
    }
}
