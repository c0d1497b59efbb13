internal import CPlatform
internal import CodeArtsDeployModel

/// An event loop, run by a client's I/O thread: it takes every job from step to step, with a bounded number of requests
/// on their way. Nothing here is touched by another thread.
final class IOLoop {
    private let multi: any MultiTransport
    private let limiter: RateLimiter
    private let maxInFlight: Int
    /// How much begins in one round at most: jobs that end at once must not keep the loop from its commands.
    private static let maxPerRound = 200
    /// A request is broken off here when libcurl has not ended it so long after its time. It does not where one waits
    /// for the connection that another is opening.
    private static let graceMS: Int64 = 50
    private static let maxIdleMS = 3_600_000

    private var queue = DeadlineQueue()
    /// Requests that have to wait for their API, so that they do not hold up the others.
    private var held: [HeldQueue] = []
    private var inTransit = DeadlineQueue()
    private var timers = Timers()
    private var inFlight = 0
    /// When the rate limiter may let the next request go.
    private var nextPlaceMS: Int64?
    private var begunInRound = 0
    /// Batches that have more to begin in the next round.
    private var unfed: [Job] = []

    init(_ multi: any MultiTransport, limiter: RateLimiter, maxInFlight: Int) {
        self.multi = multi
        self.limiter = limiter
        self.maxInFlight = maxInFlight
    }

    /// One round: timers, queues, network. Returns for how many ms there is nothing to do, unless the waker is raised.
    func round() -> Int {
        begunInRound = 0
        feedUnfed()
        wakeThoseDue()
        sendNext()
        multi.advance()
        while let (job, answer) = multi.takeEnded() { received(answer, for: job) }
        breakOffOverdue()
        return idleMS
    }

    func begin(_ job: Job) {
        guard case .new(let flow) = job.state else { return }
        carry(job, flow())
    }

    /// Somebody has cancelled the job, or has made room for the results of a batch.
    func proceed(_ job: Job, isCancelled: Bool) {
        if isCancelled { interrupt(job) }
        if case .many(let batch, let then) = job.state { feed(batch, of: job, then) }
    }

    // MARK: Steps

    private func carry(_ job: Job, _ step: Step) {
        switch step {
        case .send(let sending):
            job.state = .queued(sending)
            queue.add(job, until: sending.deadline.end)
        case .pause(let milliseconds, let then):
            job.state = .paused(then)
            timers.add(job, at: platform_monotonic_ms() + Int64(milliseconds))
        case .many(let batch, let then):
            job.state = .many(batch, then)
            feed(batch, of: job, then)
        case .end(let result):
            job.end(result)
        }
    }

    private func interrupt(_ job: Job) {
        guard !job.wasInterrupted else { return }
        job.wasInterrupted = true
        switch job.state {
        case .queued(let sending): carry(job, sending.then(.failure(.cancelledInQueue)))
        case .paused(let then): carry(job, then())
        case .sent(let sending) where sending.answerGraceMS > 0 && multi.mayBeWritten(job):
            inTransit.add(job, until: platform_monotonic_ms() + Int64(sending.answerGraceMS))
        case .sent: received(.failure(multi.interrupt(job)), for: job)
        case .many(let batch, _):
            batch.cancel()
            for child in batch.jobs { interrupt(child) }
        case .new, .ended: break
        }
    }

    /// Starts as many items as there is room for; ends the batch after the last.
    private func feed(_ batch: Batch, of job: Job, _ then: () -> Step) {
        // An item that ends at once comes back to here before the loop has gone on: the loop sees what it left.
        guard !batch.isFeeding else { return }
        batch.isFeeding = true
        while begunInRound < Self.maxPerRound {
            guard let child = batch.next(whenEnded: { self.proceed(job, isCancelled: false) }) else {
                batch.isFeeding = false
                if batch.isDone { carry(job, then()) }
                return
            }
            begunInRound += 1
            begin(child)
        }
        unfed.append(job)
    }

    private func feedUnfed() {
        let jobs = unfed
        unfed = []
        for job in jobs {
            guard case .many(let batch, let then) = job.state else { continue }
            batch.isFeeding = false
            feed(batch, of: job, then)
        }
    }

    // MARK: Requests

    private func sendNext() {
        nextPlaceMS = nil
        for index in held.indices { sendHeld(index) }
        held.removeAll { $0.queue.isEmpty }
        for _ in 0..<Self.maxPerRound where inFlight < maxInFlight && !queue.isEmpty {
            guard let job = queue.take(), case .queued(let sending) = job.state else { return }
            if let index = held.firstIndex(where: { $0.api == sending.api }) {
                held[index].queue.add(job, until: sending.deadline.end)
            } else if !mayGo(sending.api) {
                var line = HeldQueue(api: sending.api)
                line.queue.add(job, until: sending.deadline.end)
                held.append(line)
            } else {
                send(sending, for: job)
            }
        }
    }

    private func sendHeld(_ index: Int) {
        for _ in 0..<Self.maxPerRound where inFlight < maxInFlight && !held[index].queue.isEmpty {
            guard mayGo(held[index].api) else { return }
            guard let job = held[index].queue.take(), case .queued(let sending) = job.state else {
                return limiter.withdraw(held[index].api)
            }
            send(sending, for: job)
        }
    }

    /// Takes a place at the limiter, or notes when there may be one.
    private func mayGo(_ api: API?) -> Bool {
        let waitMS = limiter.enter(api)
        guard waitMS > 0 else { return true }
        nextPlaceMS = min(nextPlaceMS ?? .max, platform_monotonic_ms() + Int64(waitMS))
        return false
    }

    private func send(_ sending: Sending, for job: Job) {
        inFlight += 1
        job.state = .sent(sending)
        let failure: TransportFailure?
        do throws(TransportFailure) {
            let request = try sending.request().get()
            let timeoutMS = Int64(min(request.timeoutMS, Self.maxIdleMS))
            inTransit.add(job, until: platform_monotonic_ms() + timeoutMS + Self.graceMS)
            failure = multi.begin(request, for: job)
        } catch {
            failure = error
        }
        if let failure { received(.failure(failure), for: job) }
    }

    private func received(_ answer: Result<HTTPReply, TransportFailure>, for job: Job) {
        guard case .sent(let sending) = job.state else { return }
        inFlight -= 1
        limiter.leave(sending.api)
        carry(job, sending.then(answer))
    }

    // MARK: Time

    private func wakeThoseDue() {
        let now = platform_monotonic_ms()
        while let timer = timers.takeDue(at: now) {
            if timer.job.generation == timer.generation, case .paused(let then) = timer.job.state {
                carry(timer.job, then())
            }
        }
        expire(queue.overdue(at: now))
        for index in held.indices { expire(held[index].queue.overdue(at: now)) }
    }

    private func expire(_ late: [Job]) {
        for job in late {
            if case .queued(let sending) = job.state { carry(job, sending.then(.failure(.outOfTurn))) }
        }
    }

    private func breakOffOverdue() {
        for job in inTransit.overdue(at: platform_monotonic_ms()) {
            // A job that was cancelled is in the queue twice.
            guard case .sent(let sending) = job.state else { continue }
            let failure = multi.interrupt(job)
            let isGivenUp = job.wasInterrupted && sending.answerGraceMS > 0
            received(.failure(isGivenUp ? failure : failure.wasWritten ? .unanswered : .outOfTurn), for: job)
        }
    }

    private var idleMS: Int {
        if !unfed.isEmpty || inFlight < maxInFlight && !queue.isEmpty { return 0 }
        var due = min(
            timers.nextDueMS ?? .max, queue.nextDueMS ?? .max, inTransit.nextDueMS ?? .max, nextPlaceMS ?? .max)
        for line in held { due = min(due, line.queue.nextDueMS ?? .max) }
        return due == .max
            ? Self.maxIdleMS : Int(min(Int64(Self.maxIdleMS), max(0, due - platform_monotonic_ms())))
    }

    /// Goes on after a while in which nobody moved it. An answer that came meanwhile came in time.
    func resume() {
        if let dueMS = inTransit.nextDueMS, dueMS <= platform_monotonic_ms() + Self.graceMS { multi.allowLate() }
        wait(0)
    }

    @discardableResult func wait(_ milliseconds: Int, letting signals: HeldSignals? = nil) -> Bool {
        multi.wait(milliseconds, letting: signals)
    }
    func close() { multi.close() }
}

/// The requests of one API that wait for its rate limit.
private struct HeldQueue {
    let api: API?
    var queue = DeadlineQueue()
}
