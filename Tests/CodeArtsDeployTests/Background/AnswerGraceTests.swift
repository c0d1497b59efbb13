import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// A request whose answer is waited for although its run was cancelled: it names what is to be stopped.
@Suite struct AnswerGraceTests {
    @Test func `its answer ends the run, and the one after it comes at once`() {
        let bench = LoopHarness(maxInFlight: 1)
        let job = bench.begin { told(answerGraceMS: 60_000) }
        bench.begin { told(path: "/next") }
        bench.generation()
        bench.cancel(job)
        bench.generation()
        #expect(bench.ends.isEmpty && bench.multi.interrupted == 0)
        bench.multi.answer()
        bench.generation()
        #expect(bench.ends == ["200"] && bench.transport.sent.last?.url == "\(endpoint)/next")
    }

    @Test(arguments: zip([60_000, 500], [500, 60_000]))
    func `without an answer it is over after that time, or at its own, once`(deadlineMS: Int, graceMS: Int) {
        let bench = LoopHarness(maxInFlight: 1)
        let job = bench.begin { told(until: Deadline(inMS: deadlineMS), answerGraceMS: graceMS) }
        bench.generation()
        bench.cancel(job)
        bench.generation()
        #expect(bench.ends.isEmpty)
        #expect(bench.generation(until: 1))
        #expect(bench.ends == ["CAD_E_CANCELLED, written"] && bench.multi.interrupted == 1)
        // Its place is free, and only once.
        bench.begin { told(path: "/one") }
        bench.begin { told(path: "/two") }
        bench.generation()
        #expect(bench.multi.count == 1)
    }

    @Test func `what was not written is broken off at once`() {
        let bench = LoopHarness()
        bench.multi.isHeldBack = true
        let job = bench.begin { told(answerGraceMS: 60_000) }
        bench.generation()
        bench.cancel(job)
        #expect(bench.ends == ["CAD_E_CANCELLED, not written"])
    }
}
