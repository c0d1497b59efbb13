/// The jobs whose requests wait for a place, first come, first served.
struct WaitingLine {
    private struct Entry {
        let job: Job
        let turn: UInt32

        /// nil where the job has given up waiting.
        var sending: Sending? {
            guard job.turn == turn, case .queued(let sending) = job.state else { return nil }
            return sending
        }
    }

    private var entries: [Entry] = []
    private var first = 0
    /// No deadline of those in the line is earlier. It may be that of one who has left, so a look may be in vain, but
    /// not often: looking finds the next.
    private(set) var nextDueMS: Int64?

    var isEmpty: Bool { first == entries.count }

    mutating func add(_ job: Job, _ sending: Sending) {
        entries.append(Entry(job: job, turn: job.turn))
        nextDueMS = min(nextDueMS ?? .max, sending.deadline.end)
    }

    /// The next one, which leaves the line.
    mutating func take() -> (job: Job, sending: Sending)? {
        while first < entries.count {
            let entry = entries[first]
            first += 1
            compact()
            if let sending = entry.sending { return (entry.job, sending) }
        }
        return nil
    }

    /// Those whose time is over. They stay in the line until they have taken their next step, which leaves it.
    mutating func overdue(at nowMS: Int64) -> [(job: Job, sending: Sending)] {
        guard let due = nextDueMS, due <= nowMS else { return [] }
        var late: [(job: Job, sending: Sending)] = []
        nextDueMS = nil
        for entry in entries[first...] {
            guard let sending = entry.sending else { continue }
            if sending.deadline.end <= nowMS {
                late.append((entry.job, sending))
            } else {
                nextDueMS = min(nextDueMS ?? .max, sending.deadline.end)
            }
        }
        return late
    }

    private mutating func compact() {
        guard first == entries.count || first > 1024 && first > entries.count / 2 else { return }
        entries.removeFirst(first)
        first = 0
    }
}
