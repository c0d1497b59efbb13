import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// A key that nobody has seen work goes one request at a time.
@Suite struct KeyTurnTests {
    private func bench(_ key: String, _ transport: FakeTransport) throws -> Harness {
        // A guard stands for the whole process: each test has a key of its own.
        try Harness(transport, configuration: #""ak":"\#(key)","sk":"s""#)
    }

    @Test func `the others wait for the first one's answer, then all go`() throws {
        let silent = FakeTransport(.silence)
        let bench = try bench("TURN1", silent)
        let operations = try (0..<5).map { _ in try bench.submit() }
        #expect(eventually { silent.multi?.count == 1 })
        #expect(silent.sent.count == 1)
        silent.multi?.answer()
        #expect(eventually { silent.multi?.count == 4 })
        silent.multi?.answer(4)
        for operation in operations { #expect(try operation.wait(timeoutMS: 60_000) != nil) }
    }

    @Test func `when the first is refused the others are held back`() throws {
        let silent = FakeTransport(.silence)
        let bench = try bench("TURN2", silent)
        let operations = try (0..<5).map { _ in try bench.submit() }
        #expect(eventually { silent.multi?.count == 1 })
        silent.multi?.answer(1, .status(401, #"{"error_code":"APIGW.0301","error_msg":"no"}"#))
        let outcomes = operations.map { operation in
            failure { () throws(DeployError) in try operation.wait(timeoutMS: 60_000) }?.outcome
        }
        #expect(outcomes.filter { $0 == .refused }.count == 1 && outcomes.filter { $0 == .notSent }.count == 4)
        #expect(silent.sent.count == 1)
    }

    @Test func `when the first gets no answer the next one takes its turn`() throws {
        let silent = FakeTransport(.silence)
        let bench = try bench("TURN3", silent)
        let first = try bench.submit()
        #expect(eventually { silent.multi?.count == 1 })
        let second = try bench.submit()
        first.cancel()
        #expect(eventually { silent.sent.count == 2 && silent.multi?.count == 1 })
        silent.multi?.answer()
        #expect(try second.wait(timeoutMS: 60_000) != nil)
    }

    @Test func `who waits for its turn wakes no later than its own time is over`() throws {
        let bench = try CallHarness(FakeTransport(), #""ak":"TURN5","sk":"s""#)
        guard case .send = try bench.flow() else { throw Missing() }
        let thread = PlayedThread(bench.transport) { _ in platform_sleep_ms(1) }
        let result = thread.run(try bench.flow(.startDeployTask, "", CallContext(until: Deadline(inMS: 3))))
        #expect(failure { () throws(DeployError) in try result.get() }?.status == .timeout)
        #expect(thread.pauses.allSatisfy { $0 <= 3 })
    }

    @Test
    func `who is cancelled while it waits for its turn sends nothing, even if that turn comes just then`()
        throws
    {
        let bench = try CallHarness(FakeTransport(), #""ak":"TURN4","sk":"s""#)
        let cancellation = Cancellation()
        let context = CallContext(until: Deadline(inMS: 60_000), cancellation: cancellation)
        guard case .send(let first) = try bench.flow() else { throw Missing() }
        let thread = PlayedThread(bench.transport) { _ in
            cancellation.takeEffect()
            _ = first.then(Answer.started.result ?? .failure(.cancelledInQueue))
        }
        let result = thread.run(try bench.flow(.startDeployTask, "", context))
        let error = failure { () throws(DeployError) in try result.get() }
        #expect(error?.status == .cancelled && error?.outcome == .notSent && bench.transport.sent.isEmpty)
        // And the turn that it did not use is free.
        #expect(try root(PlayedThread(bench.transport).run(bench.flow()).get())["id"]?.string == record)
    }
}
