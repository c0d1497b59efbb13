/// A timer queue, the soonest first (a binary heap).
struct Timers {
    struct Timer {
        let dueMS: Int64
        let job: Job
        let generation: UInt32
    }

    private var heap: [Timer] = []

    var nextDueMS: Int64? { heap.first?.dueMS }

    mutating func add(_ job: Job, at dueMS: Int64) {
        heap.append(Timer(dueMS: dueMS, job: job, generation: job.generation))
        var at = heap.count - 1
        while at > 0, heap[at].dueMS < heap[(at - 1) / 2].dueMS {
            heap.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    /// The next that is due; nil where none is.
    mutating func takeDue(at nowMS: Int64) -> Timer? {
        guard let soonest = heap.first, soonest.dueMS <= nowMS, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return soonest
    }

    private mutating func sink() {
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < heap.count && heap[child].dueMS < heap[least].dueMS {
                least = child
            }
            if least == at { return }
            heap.swapAt(at, least)
            at = least
        }
    }
}
