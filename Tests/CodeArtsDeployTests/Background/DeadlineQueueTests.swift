import CPlatform
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// The line of those who wait for a place.
@Suite struct DeadlineQueueTests {
    private var line = DeadlineQueue()

    private func waiting(_ deadline: Deadline) -> Sending? {
        guard case .send(let sending) = told(until: deadline) else { return nil }
        return sending
    }

    /// One more in the line, with so much time.
    private mutating func join(inMS milliseconds: Int = 60_000) throws -> Job {
        let job = Job({ .end(.success([])) }, whenEnded: { _ in })
        try join(job, inMS: milliseconds)
        return job
    }

    private mutating func join(_ job: Job, inMS milliseconds: Int = 60_000) throws {
        let sending = try #require(waiting(Deadline(inMS: milliseconds)))
        job.state = .queued(sending)
        line.add(job, until: sending.deadline.end)
    }

    @Test mutating func `first come, first served`() throws {
        let jobs = try (0..<5000).map { _ in try join() }
        for job in jobs { #expect(line.take() === job) }
        #expect(line.take() == nil && line.isEmpty)
    }

    @Test mutating func `who has left is passed over, and who comes back is at the end`() throws {
        let jobs = try (0..<3).map { _ in try join() }
        jobs[0].state = .ended
        try join(jobs[1])
        #expect(line.take() === jobs[2])
        #expect(line.take() === jobs[1])
        #expect(line.take() == nil)
    }

    @Test mutating func `whose time is over is found at that time, and the next deadline with it`() throws {
        let late = try join(inMS: 10)
        _ = try join(inMS: 50_000)
        let first = try #require(line.nextDueMS)
        #expect(line.overdue(at: first - 1).isEmpty)
        #expect(line.overdue(at: first).map { $0 === late } == [true])
        #expect(try #require(line.nextDueMS) > first + 30_000)
    }

    @Test mutating func `the deadline of one who has left wakes nobody more than once`() throws {
        let gone = try join(inMS: 10)
        _ = try join(inMS: 50_000)
        let due = try #require(line.nextDueMS)
        gone.state = .ended
        #expect(line.overdue(at: due).isEmpty)
        #expect(try #require(line.nextDueMS) > due + 30_000)
    }

    @Test mutating func `those who have left are let go, wherever they stand`() throws {
        let first = try join()
        weak var gone: Job?
        for number in 0..<1000 {
            let job = try join()
            if number == 500 { gone = job }
            job.state = .ended
        }
        #expect(gone == nil)
        #expect(line.take() === first && line.take() == nil && line.isEmpty)
    }

    @Test mutating func `who has no deadline is never late`() throws {
        let sending = try #require(waiting(.never))
        let job = Job({ .end(.success([])) }, whenEnded: { _ in })
        job.state = .queued(sending)
        line.add(job, until: sending.deadline.end)
        #expect(line.overdue(at: platform_monotonic_ms() + 1_000_000_000).isEmpty)
        #expect(line.take() === job)
    }
}
