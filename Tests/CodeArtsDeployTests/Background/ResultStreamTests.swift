import CPlatform
import Foundation
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// The results of many starts, one by one.
@Suite struct ResultStreamTests {
    private static let count = 1500
    private static let atOnce = 4

    private func submit(_ bench: Harness) throws -> RunningOperation {
        let items = Array(repeating: #"{"task_id":"\#(task)"}"#, count: Self.count).joined(separator: ",")
        return try bench.client.submit(.startMany, bytes(#"{"results":"stream","items":[\#(items)]}"#))
    }

    @Test func `nothing is begun while 1000 results are unread, and reading them goes on with it`() throws {
        let bench = try Harness(configuration: #""token":"t","max_in_flight":\#(Self.atOnce)"#)
        let operation = try submit(bench)
        #expect(eventually { operation.unreadResults >= 1000 })
        platform_sleep_ms(50)
        #expect((1000..<1000 + Self.atOnce).contains(bench.transport.sent.count))
        var seen: Set<Int> = []
        while case .event(let event) = try operation.nextEvent(timeoutMS: 60_000) {
            let event = try root(event)
            #expect(event["event"]?.string == "result" && event["status"]?.string == "CAD_OK")
            seen.insert(try #require(event["index"]?.integer))
            #expect(bench.transport.sent.count < seen.count + 1000 + Self.atOnce)
        }
        #expect(seen.count == Self.count && bench.transport.sent.count == Self.count)
        let result = try root(#require(try operation.wait(timeoutMS: 60_000)))
        #expect(result["counts"]?["started"]?.integer == Self.count)
        operation.release()
    }

    @Test func `cancelling ends it though nobody reads`() throws {
        let bench = try Harness()
        let operation = try submit(bench)
        #expect(eventually { operation.unreadResults >= 1000 })
        operation.cancel()
        let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: 60_000) }
        #expect(error?.status == .cancelled && error?.outcome == .started)
        operation.release()
    }

    @Test func `a blocking call, whose events nobody can read, does not wait for a reader`() throws {
        let bench = try Harness()
        let items = Array(repeating: #"{"task_id":"\#(task)"}"#, count: Self.count).joined(separator: ",")
        // It may refuse or collect; it must end.
        let ended = Locked(false)
        let client = bench.client
        Thread.detachNewThread {
            _ = failure { () throws(DeployError) in
                try client.call(.startMany, bytes(#"{"results":"stream","items":[\#(items)]}"#))
            }
            ended.with { $0 = true }
        }
        #expect(eventually { ended.with { $0 } })
    }
}
