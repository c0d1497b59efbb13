import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What is to happen later, in played time.
@Suite struct TimersTests {
    private func job() -> Job { Job({ .end(.success([])) }, whenEnded: { _ in }) }

    @Test func `the soonest comes first, however they were added`() {
        var generator = SystemRandomNumberGenerator()
        for count in [1, 2, 3, 10, 500] {
            var timers = Timers()
            let dues = (0..<count).map { Int64($0 / 2) }.shuffled(using: &generator)
            for due in dues { timers.add(job(), at: due) }
            var seen: [Int64] = []
            while let timer = timers.takeDue(at: .max) { seen.append(timer.dueMS) }
            #expect(seen == dues.sorted())
            #expect(timers.nextDueMS == nil)
        }
    }

    @Test func `nothing comes before its time`() {
        var timers = Timers()
        for due in [30, 10, 20] as [Int64] { timers.add(job(), at: due) }
        #expect(timers.nextDueMS == 10)
        #expect(timers.takeDue(at: 9) == nil)
        #expect(timers.takeDue(at: 25)?.dueMS == 10)
        #expect(timers.takeDue(at: 25)?.dueMS == 20)
        #expect(timers.takeDue(at: 25) == nil)
        #expect(timers.nextDueMS == 30)
    }

    @Test func `a timer knows the state of its job that it was meant for`() {
        var timers = Timers()
        let job = job()
        timers.add(job, at: 1)
        job.state = .paused { .end(.success([])) }
        timers.add(job, at: 2)
        #expect(timers.takeDue(at: 5)?.generation != job.generation)
        #expect(timers.takeDue(at: 5)?.generation == job.generation)
    }
}
