import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// A flow on the thread that asked for it.
@Suite struct BlockingRunnerTests {
    private let limiter = RateLimiter()

    private func run(_ step: Step, _ transport: FakeTransport = FakeTransport()) -> Result<[UInt8], DeployError> {
        BlockingRunner(transport: transport, limiter: limiter).run(step)
    }

    @Test func `it goes from step to step, and waits where it should`() throws {
        let start = platform_monotonic_ms()
        let transport = FakeTransport()
        let result = run(.pause(ms: 30) { one { _ in one { _ in .end(.success(bytes("done"))) } } }, transport)
        #expect(try text(result.get()) == "done")
        #expect(transport.sent.count == 2 && platform_monotonic_ms() - start >= 30)
    }

    @Test func `a request that is not given its turn in time was not sent`() {
        #expect(limiter.enter() == 0)
        limiter.leave()
        _ = limiter.throttled(forMS: 3_600_000)
        let transport = FakeTransport()
        var seen: TransportFailure?
        _ = run(
            one(until: Deadline(inMS: 30)) {
                if case .failure(let failure) = $0 { seen = failure }
                return .end(.success([]))
            }, transport)
        #expect(seen?.status == .timeout && seen?.wasWritten == false && transport.sent.isEmpty)
    }

    @Test(arguments: [Answer.started, .written(.timeout), .unwritten(.connect)])
    func `every request gives its place back, however it ends`(answer: Answer) {
        // One place is all there is from here on.
        #expect(limiter.enter() == 0)
        limiter.leave()
        _ = limiter.throttled(forMS: 0)
        let transport = FakeTransport(answer)
        for _ in 0..<3 { _ = run(one { _ in .end(.success([])) }, transport) }
        #expect(transport.sent.count == 3)
    }

    @Test func `a request that cannot be made gives its place back too`() {
        #expect(limiter.enter() == 0)
        limiter.leave()
        _ = limiter.throttled(forMS: 0)
        var seen: [Status] = []
        for _ in 0..<3 {
            _ = run(
                impossible {
                    if case .failure(let failure) = $0 { seen.append(failure.status) }
                    return .end(.success([]))
                })
        }
        #expect(seen == [.internal, .internal, .internal])
    }

    @Test func `a batch is not for it`() {
        let batch = Batch(1, maxConcurrent: 1, flow: { _ in .end(.success([])) }, hasRoom: { true }, ended: { _, _ in })
        guard case .failure(let error) = run(.many(batch) { .end(.success([])) }) else {
            Issue.record("it ran")
            return
        }
        #expect(error.status == .internal)
    }
}
