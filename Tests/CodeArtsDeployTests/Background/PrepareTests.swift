import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Operations on the thread that waits for them.
@Suite struct PrepareTests {
    private let silent = FakeTransport(.silence)
    private let request = Array(#"{"task_id":"d2dc947ec2424d8789bb3984bb3adf45"}"#.utf8)

    private func prepare(_ transport: FakeTransport) throws -> RunningOperation {
        try Harness(transport).client.prepare(.startDeployTask, request)
    }

    @Test func `nothing is sent before somebody waits`() throws {
        let transport = FakeTransport()
        let operation = try prepare(transport)
        #expect(transport.sent.isEmpty && transport.multi == nil)
        let result = try #require(try operation.wait(timeoutMS: -1))
        #expect(try root(result)["id"]?.string == record)
        #expect(try operation.wait(timeoutMS: 0) == result && transport.sent.count == 1)
    }

    @Test func `it moves only while somebody waits`() throws {
        let operation = try prepare(silent)
        #expect(try operation.wait(timeoutMS: 0) == nil)
        let multi = try #require(silent.multi)
        #expect(multi.count == 1)
        multi.answer()
        #expect(try operation.wait(timeoutMS: -1) != nil)
        operation.release()
    }

    @Test func `one that nobody waited for was not sent, whoever cancels it`() throws {
        let operation = try prepare(silent)
        operation.cancel()
        let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: -1) }
        #expect(error?.status == .cancelled && error?.outcome == .notSent)
        #expect(silent.sent.isEmpty)
    }

    @Test func `let go of on its way, it is broken off at once`() throws {
        let operation = try prepare(silent)
        #expect(try operation.wait(timeoutMS: 0) == nil)
        operation.release()
        #expect(silent.multi?.interrupted == 1)
        let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: 0) }
        #expect(error?.status == .cancelled && error?.outcome == .unknown)
    }

    @Test func `where there is no libcurl it ends at its first wait`() throws {
        let missing = TransportFailure(.unsupported, "There is none", wasWritten: false)
        let operation = try prepare(FakeTransport(without: missing) { _, _ in .started })
        for _ in 0..<2 {
            let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: -1) }
            #expect(error?.status == .unsupported && error?.outcome == .notSent)
        }
    }

    @Test func `its loop serves the next one`() throws {
        let transport = FakeTransport()
        let client = try Harness(transport).client
        for _ in 0..<3 { _ = try client.prepare(.startDeployTask, request).wait(timeoutMS: -1) }
        #expect(transport.sent.count == 3 && transport.multi?.maxConcurrent == 1)
    }
}
