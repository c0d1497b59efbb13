import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import PlayedNetwork

/// How one thread carries many jobs.
@Suite struct IOLoopTests {
    @Test func `so many requests are on their way and no more, the first come first`() {
        let bench = LoopBench(mostInFlight: 4)
        for number in 0..<10 { bench.begin { told(path: "/\(number)") } }
        bench.turn()
        #expect(bench.crowd.count == 4)
        while bench.crowd.count > 0 {
            bench.crowd.answer()
            bench.turn()
        }
        #expect(bench.ends == Array(repeating: "200", count: 10) && bench.crowd.mostAtOnce == 4)
        #expect(bench.transport.sent.map(\.url) == (0..<10).map { "\(endpoint)/\($0)" })
    }

    @Test func `a request is made when its turn has come`() {
        let bench = LoopBench(mostInFlight: 1)
        for _ in 0..<3 { bench.begin { told() } }
        bench.turn()
        #expect(bench.transport.sent.count == 1)
        bench.crowd.answer()
        bench.turn()
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
        let bench = LoopBench(answer, mostInFlight: 1)
        for _ in 0..<5 { bench.begin { told() } }
        bench.turn()
        #expect(bench.ends == Array(repeating: end, count: 5))
    }

    @Test func `a request that cannot be made was not written, and gives its place back`() {
        let bench = LoopBench(.started, mostInFlight: 1)
        bench.begin { impossible { .end(.success(bytes(words($0)))) } }
        bench.begin { told() }
        bench.turn()
        #expect(bench.ends == ["CAD_E_INTERNAL, not written", "200"])
    }

    @Test func `a pause ends in its time and not before`() {
        let bench = LoopBench()
        bench.begin { .pause(ms: 3_000_000) { .end(.success(bytes("overslept"))) } }
        #expect((2_000_000...3_000_000).contains(bench.turn()) && bench.ends.isEmpty)
        let start = platform_monotonic_ms()
        bench.begin { .pause(ms: 40) { .end(.success(bytes("rested"))) } }
        #expect(bench.turn(until: 1) && platform_monotonic_ms() - start >= 40)
        #expect(bench.ends == ["rested"])
    }

    @Test func `with nothing to do it sleeps for long`() {
        let bench = LoopBench()
        #expect(bench.turn() > 1_000_000)
        bench.begin { told(until: .never) }
        #expect(bench.turn() > 1_000_000)
    }

    @Test func `whose time is over in the line hears of it, and was not sent`() {
        let bench = LoopBench(mostInFlight: 1)
        bench.begin { told(until: .never) }
        bench.turn()
        bench.begin { told(until: Deadline(inMS: 3_000_000)) }
        #expect((2_000_000...3_000_000).contains(bench.turn()) && bench.ends.isEmpty)
        bench.begin { told(until: Deadline(inMS: 20)) }
        #expect(bench.turn(until: 1))
        #expect(bench.ends == ["CAD_E_TIMEOUT, not written"] && bench.transport.sent.count == 1)
    }

    @Test func `a request that nobody ends is broken off behind its time, and gives its place back`() {
        let bench = LoopBench(mostInFlight: 1)
        let start = platform_monotonic_ms()
        bench.begin { told(until: Deadline(inMS: 20)) }
        bench.begin { told(until: .never) }
        #expect(bench.turn(until: 1) && platform_monotonic_ms() - start >= 70)
        #expect(bench.ends == ["CAD_E_TIMEOUT, written"] && bench.crowd.interrupted == 1)
        bench.turn()
        #expect(bench.crowd.count == 1 && bench.transport.sent.count == 2)
    }

    @Test func `one that was never written says so, as it does when it is broken off for another reason`() {
        let bench = LoopBench()
        bench.crowd.isHeldBack = true
        bench.begin { told(until: Deadline(inMS: 1)) }
        #expect(bench.turn(until: 1))
        #expect(bench.ends == ["CAD_E_TIMEOUT, not written"])
    }

    @Test func `an answer that is there counts, however late it is looked at`() {
        let bench = LoopBench()
        bench.begin { told(until: Deadline(inMS: 10)) }
        bench.turn()
        bench.crowd.answer()
        platform_sleep_ms(100)
        bench.turn()
        #expect(bench.ends == ["200"] && bench.crowd.interrupted == 0)
    }

    @Test func `the time of a request that was answered wakes nobody`() {
        let bench = LoopBench()
        for _ in 0..<1000 { bench.begin { told(until: Deadline(inMS: 2_000_000)) } }
        while bench.ends.count < 1000 {
            bench.turn()
            bench.crowd.answer(8)
        }
        bench.begin { told(until: Deadline(inMS: 30)) }
        #expect(bench.turn(until: 1001))
        #expect(bench.ends.last == "CAD_E_TIMEOUT, written" && bench.crowd.interrupted == 1)
    }

    @Test func `what cannot be sent does not keep the loop from all else`() {
        let bench = LoopBench(.noBeginning(TransportFailure(.internal, "No handle", wasWritten: false)))
        for _ in 0..<5000 { bench.begin { told() } }
        #expect(bench.loop.round() == 0)
        #expect((1...500).contains(bench.ends.count))
        #expect(bench.turn(until: 5000))
    }

    @Test func `while the service wants patience the line waits, and sleeps no longer than that`() {
        let patient = LoopBench(.started)
        _ = patient.pace.throttled(forMS: 60_000)
        patient.begin { told(until: .never) }
        #expect((30_000...60_000).contains(patient.turn()) && patient.transport.sent.isEmpty)

        let bench = LoopBench(.started)
        let start = platform_monotonic_ms()
        _ = bench.pace.throttled(forMS: 30)
        for _ in 0..<3 { bench.begin { told() } }
        #expect(bench.turn(until: 3) && platform_monotonic_ms() - start >= 30)
    }
}

/// What cancelling does, wherever it finds a job.
@Suite struct InterruptionTests {
    private let cancelled = "CAD_E_CANCELLED, not written"

    @Test func `one in the line leaves it, and those behind it go on`() {
        let bench = LoopBench(mostInFlight: 1)
        bench.begin { told(path: "/first") }
        let second = bench.begin { told(path: "/second") }
        bench.begin { told(path: "/third") }
        bench.turn()
        bench.cancel(second)
        #expect(bench.ends == [cancelled])
        bench.crowd.answer()
        bench.turn()
        #expect(bench.transport.sent.map(\.url) == ["\(endpoint)/first", "\(endpoint)/third"])
    }

    @Test func `one on its way is broken off, and its place is the next one's`() {
        let bench = LoopBench(mostInFlight: 1)
        let first = bench.begin { told() }
        bench.begin { told() }
        bench.turn()
        bench.cancel(first)
        #expect(bench.ends == ["CAD_E_CANCELLED, written"] && bench.crowd.interrupted == 1)
        bench.turn()
        #expect(bench.crowd.count == 1 && bench.transport.sent.count == 2)
    }

    @Test func `one in a pause goes on at once`() {
        let bench = LoopBench()
        bench.cancel(bench.begin { .pause(ms: 3_600_000) { .end(.success(bytes("woken"))) } })
        #expect(bench.ends == ["woken"])
    }

    @Test func `one that has ended is left alone`() {
        let bench = LoopBench(.started)
        let job = bench.begin { told() }
        bench.turn()
        bench.cancel(job)
        bench.turn()
        #expect(bench.ends == ["200"] && bench.crowd.interrupted == 0)
    }

    @Test func `a job is interrupted once, and what it does then is its farewell`() {
        let bench = LoopBench()
        let job = bench.begin { one { _ in told(path: "/stop") } }
        bench.turn()
        bench.cancel(job)
        bench.turn()
        bench.cancel(job)
        bench.turn()
        #expect(bench.crowd.interrupted == 1 && bench.crowd.count == 1)
        bench.crowd.answer()
        bench.turn()
        #expect(bench.ends == ["200"] && bench.transport.sent.last?.url == "\(endpoint)/stop")
    }

    @Test func `the alarm of a pause that was cut short does not end the next one`() {
        let bench = LoopBench()
        let job = bench.begin { .pause(ms: 20) { .pause(ms: 3_600_000) { .end(.success([])) } } }
        bench.cancel(job)
        platform_sleep_ms(40)
        bench.turn()
        #expect(bench.ends.isEmpty)
    }
}
