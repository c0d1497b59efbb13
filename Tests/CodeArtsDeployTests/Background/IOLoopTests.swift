import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// How one thread carries many jobs.
@Suite struct IOLoopTests {
    @Test func `so many requests are on their way and no more, the first come first`() {
        let bench = LoopHarness(maxInFlight: 4)
        for number in 0..<10 { bench.begin { told(path: "/\(number)") } }
        bench.generation()
        #expect(bench.multi.count == 4)
        while bench.multi.count > 0 {
            bench.multi.answer()
            bench.generation()
        }
        #expect(bench.ends == Array(repeating: "200", count: 10) && bench.multi.maxConcurrent == 4)
        #expect(bench.transport.sent.map(\.url) == (0..<10).map { "\(endpoint)/\($0)" })
    }

    @Test func `a request is made when its turn has come`() {
        let bench = LoopHarness(maxInFlight: 1)
        for _ in 0..<3 { bench.begin { told() } }
        bench.generation()
        #expect(bench.transport.sent.count == 1)
        bench.multi.answer()
        bench.generation()
        #expect(bench.transport.sent.count == 2)
    }

    @Test(arguments: [
        (
            Answer.noBeginning(TransportFailure(.internal, "No handle", wasWritten: false)),
            "CAD_E_INTERNAL, not written"
        ),
        (.unwritten(.connect), "CAD_E_CONNECT, not written"), (.written(.badResponse), "CAD_E_BAD_RESPONSE, written"),
        (.status(500), "500"),
    ])
    func `every end of a request gives its place back`(answer: Answer, end: String) {
        let bench = LoopHarness(answer, maxInFlight: 1)
        for _ in 0..<5 { bench.begin { told() } }
        bench.generation()
        #expect(bench.ends == Array(repeating: end, count: 5))
    }

    @Test func `a request that cannot be made was not written, and gives its place back`() {
        let bench = LoopHarness(.started, maxInFlight: 1)
        bench.begin { impossible { .end(.success(bytes(words($0)))) } }
        bench.begin { told() }
        bench.generation()
        #expect(bench.ends == ["CAD_E_INTERNAL, not written", "200"])
    }

    @Test func `a pause ends in its time and not before`() {
        let bench = LoopHarness()
        bench.begin { .pause(ms: 3_000_000) { .end(.success(bytes("overslept"))) } }
        #expect((2_000_000...3_000_000).contains(bench.generation()) && bench.ends.isEmpty)
        let start = platform_monotonic_ms()
        bench.begin { .pause(ms: 40) { .end(.success(bytes("rested"))) } }
        #expect(bench.generation(until: 1) && platform_monotonic_ms() - start >= 40)
        #expect(bench.ends == ["rested"])
    }

    @Test func `with nothing to do it sleeps for long`() {
        let bench = LoopHarness()
        #expect(bench.generation() > 1_000_000)
        bench.begin { told(until: .never) }
        #expect(bench.generation() > 1_000_000)
    }

    @Test func `whose time is over in the line hears of it, and was not sent`() {
        let bench = LoopHarness(maxInFlight: 1)
        bench.begin { told(until: .never) }
        bench.generation()
        bench.begin { told(until: Deadline(inMS: 3_000_000)) }
        #expect((2_000_000...3_000_000).contains(bench.generation()) && bench.ends.isEmpty)
        bench.begin { told(until: Deadline(inMS: 20)) }
        #expect(bench.generation(until: 1))
        #expect(bench.ends == ["CAD_E_TIMEOUT, not written"] && bench.transport.sent.count == 1)
    }

    @Test func `a request that nobody ends is broken off behind its time, and gives its place back`() {
        let bench = LoopHarness(maxInFlight: 1)
        let start = platform_monotonic_ms()
        bench.begin { told(until: Deadline(inMS: 500)) }
        bench.begin { told(until: .never) }
        #expect(bench.generation(until: 1) && platform_monotonic_ms() - start >= 550)
        #expect(bench.ends == ["CAD_E_TIMEOUT, written"] && bench.multi.interrupted == 1)
        bench.generation()
        #expect(bench.multi.count == 1 && bench.transport.sent.count == 2)
    }

    @Test func `one that was never written says so, as it does when it is broken off for another reason`() {
        let bench = LoopHarness()
        bench.multi.isHeldBack = true
        bench.begin { told(until: Deadline(inMS: 1)) }
        #expect(bench.generation(until: 1))
        #expect(bench.ends == ["CAD_E_TIMEOUT, not written"])
    }

    @Test func `an answer that is there counts, however late it is looked at`() {
        let bench = LoopHarness()
        bench.begin { told(until: Deadline(inMS: 500)) }
        bench.generation()
        bench.multi.answer()
        platform_sleep_ms(600)
        bench.generation()
        #expect(bench.ends == ["200"] && bench.multi.interrupted == 0)
    }

    @Test func `the time of a request that was answered wakes nobody`() {
        let bench = LoopHarness()
        for _ in 0..<1000 { bench.begin { told(until: Deadline(inMS: 2_000_000)) } }
        while bench.ends.count < 1000 {
            bench.generation()
            bench.multi.answer(8)
        }
        bench.begin { told(until: Deadline(inMS: 500)) }
        #expect(bench.generation(until: 1001))
        #expect(bench.ends.last == "CAD_E_TIMEOUT, written" && bench.multi.interrupted == 1)
    }

    @Test func `what cannot be sent does not keep the loop from all else`() {
        let bench = LoopHarness(.noBeginning(TransportFailure(.internal, "No handle", wasWritten: false)))
        for _ in 0..<5000 { bench.begin { told() } }
        #expect(bench.loop.round() == 0)
        #expect((1...500).contains(bench.ends.count))
        #expect(bench.generation(until: 5000))
    }

    @Test func `while the service wants patience the line waits, and sleeps no longer than that`() {
        let patient = LoopHarness(.started)
        _ = patient.limiter.throttled(forMS: 60_000)
        patient.begin { told(until: .never) }
        #expect((30_000...60_000).contains(patient.generation()) && patient.transport.sent.isEmpty)

        let bench = LoopHarness(.started)
        let start = platform_monotonic_ms()
        _ = bench.limiter.throttled(forMS: 30)
        for _ in 0..<3 { bench.begin { told() } }
        #expect(bench.generation(until: 3) && platform_monotonic_ms() - start >= 30)
    }
}

/// What cancelling does, wherever it finds a job.
@Suite struct InterruptionTests {
    private let cancelled = "CAD_E_CANCELLED, not written"

    @Test func `one in the line leaves it, and those behind it go on`() {
        let bench = LoopHarness(maxInFlight: 1)
        bench.begin { told(path: "/first") }
        let second = bench.begin { told(path: "/second") }
        bench.begin { told(path: "/third") }
        bench.generation()
        bench.cancel(second)
        #expect(bench.ends == [cancelled])
        bench.multi.answer()
        bench.generation()
        #expect(bench.transport.sent.map(\.url) == ["\(endpoint)/first", "\(endpoint)/third"])
    }

    @Test func `one on its way is broken off, and its place is the next one's`() {
        let bench = LoopHarness(maxInFlight: 1)
        let first = bench.begin { told() }
        bench.begin { told() }
        bench.generation()
        bench.cancel(first)
        #expect(bench.ends == ["CAD_E_CANCELLED, written"] && bench.multi.interrupted == 1)
        bench.generation()
        #expect(bench.multi.count == 1 && bench.transport.sent.count == 2)
    }

    @Test func `one in a pause goes on at once`() {
        let bench = LoopHarness()
        bench.cancel(bench.begin { .pause(ms: 3_600_000) { .end(.success(bytes("woken"))) } })
        #expect(bench.ends == ["woken"])
    }

    @Test func `one that has ended is left alone`() {
        let bench = LoopHarness(.started)
        let job = bench.begin { told() }
        bench.generation()
        bench.cancel(job)
        bench.generation()
        #expect(bench.ends == ["200"] && bench.multi.interrupted == 0)
    }

    @Test func `a job is interrupted once, and what it does then is its cleanup`() {
        let bench = LoopHarness()
        let job = bench.begin { one { _ in told(path: "/stop") } }
        bench.generation()
        bench.cancel(job)
        bench.generation()
        bench.cancel(job)
        bench.generation()
        #expect(bench.multi.interrupted == 1 && bench.multi.count == 1)
        bench.multi.answer()
        bench.generation()
        #expect(bench.ends == ["200"] && bench.transport.sent.last?.url == "\(endpoint)/stop")
    }

    @Test func `the alarm of a pause that was cut short does not end the next one`() {
        let bench = LoopHarness()
        let job = bench.begin { .pause(ms: 20) { .pause(ms: 3_600_000) { .end(.success([])) } } }
        bench.cancel(job)
        platform_sleep_ms(40)
        bench.generation()
        #expect(bench.ends.isEmpty)
    }
}
