internal import CPlatform
internal import CodeArtsDeployModel

/// The work of a client's I/O thread: it carries every job from step to step, with a bounded number of requests on their
/// way. Nothing here is touched by another thread.
final class IOLoop {
    private let crowd: any Crowd
    private let pace: Pace
    private let mostInFlight: Int
    /// How much begins in one round at most: what ends at once must not make the loop deaf.
    private static let mostInRound = 200
    /// A request is broken off here when libcurl has not ended it so long after its time. It does not where one waits for
    /// the connection that another is opening.
    private static let graceMS: Int64 = 50
    private static let longestIdleMS = 3_600_000

    private var line = WaitingLine()
    private var onTheWay = WaitingLine()
    private var timers = Timers()
    private var inFlight = 0
    /// When the pace may let the next request go.
    private var nextPlaceMS: Int64?
    private var begunInRound = 0
    /// Batches that have more to begin in the next round.
    private var unfed: [Job] = []

    init(_ crowd: any Crowd, pace: Pace, mostInFlight: Int) {
        self.crowd = crowd
        self.pace = pace
        self.mostInFlight = mostInFlight
    }

    /// One round: the clock, the line, the network. Answers how many ms there is nothing to do, unless somebody calls.
    func round() -> Int {
        begunInRound = 0
        feedUnfed()
        wakeThoseDue()
        sendNext()
        crowd.advance()
        while let (job, answer) = crowd.takeEnded() { received(answer, for: job) }
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
            line.add(job, until: sending.deadline.end)
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
        case .sent: received(.failure(crowd.interrupt(job)), for: job)
        case .many(let batch, _):
            batch.cancel()
            for child in batch.jobs { interrupt(child) }
        case .new, .ended: break
        }
    }

    /// Starts as many items as there is room for; ends the batch behind the last.
    private func feed(_ batch: Batch, of job: Job, _ then: () -> Step) {
        // An item that ends at once comes back to here before the loop has gone on: the loop sees what it left.
        guard !batch.isFeeding else { return }
        batch.isFeeding = true
        while begunInRound < Self.mostInRound {
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
        for _ in 0..<Self.mostInRound where inFlight < mostInFlight && !line.isEmpty {
            let waitMS = pace.enter()
            guard waitMS == 0 else {
                nextPlaceMS = platform_monotonic_ms() + Int64(waitMS)
                return
            }
            guard let job = line.take(), case .queued(let sending) = job.state else { return pace.leave() }
            inFlight += 1
            send(sending, for: job)
        }
    }

    private func send(_ sending: Sending, for job: Job) {
        job.state = .sent(sending.then)
        let failure: TransportFailure?
        do throws(TransportFailure) {
            let request = try sending.request().get()
            let timeoutMS = Int64(min(request.timeoutMS, Self.longestIdleMS))
            onTheWay.add(job, until: platform_monotonic_ms() + timeoutMS + Self.graceMS)
            failure = crowd.begin(request, for: job)
        } catch {
            failure = error
        }
        if let failure { received(.failure(failure), for: job) }
    }

    private func received(_ answer: Result<HTTPReply, TransportFailure>, for job: Job) {
        leave()
        if case .sent(let then) = job.state { carry(job, then(answer)) }
    }

    private func leave() {
        inFlight -= 1
        pace.leave()
    }

    // MARK: Time

    private func wakeThoseDue() {
        let now = platform_monotonic_ms()
        while let timer = timers.takeDue(at: now) {
            if timer.job.turn == timer.turn, case .paused(let then) = timer.job.state { carry(timer.job, then()) }
        }
        for job in line.overdue(at: now) {
            if case .queued(let sending) = job.state { carry(job, sending.then(.failure(.outOfTurn))) }
        }
    }

    private func breakOffOverdue() {
        for job in onTheWay.overdue(at: platform_monotonic_ms()) {
            received(.failure(crowd.interrupt(job).wasWritten ? .unanswered : .outOfTurn), for: job)
        }
    }

    private var idleMS: Int {
        if !unfed.isEmpty || inFlight < mostInFlight && !line.isEmpty && nextPlaceMS == nil { return 0 }
        let due = min(
            timers.nextDueMS ?? .max, line.nextDueMS ?? .max, onTheWay.nextDueMS ?? .max, nextPlaceMS ?? .max)
        return due == .max
            ? Self.longestIdleMS : Int(min(Int64(Self.longestIdleMS), max(0, due - platform_monotonic_ms())))
    }

    func wait(_ milliseconds: Int) { crowd.wait(milliseconds) }
    func close() { crowd.close() }
}
