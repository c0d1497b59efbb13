import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Operations in the background of a client.
@Suite struct SubmitTests {
    private let silent = FakeTransport(.silence)

    private func events(of operation: RunningOperation) throws -> [JSONValue] {
        var events: [JSONValue] = []
        while case .event(let event) = try operation.nextEvent(timeoutMS: 60_000) { events.append(try root(event)) }
        return events
    }

    private func waitForSilence(_ count: Int = 1) -> Bool {
        eventually { silent.multi?.count == count }
    }

    @Test func `an operation ends with its result, and every later look finds it again`() throws {
        let operation = try Harness().submit()
        for _ in 0..<2 {
            let result = try #require(try operation.wait(timeoutMS: 60_000))
            #expect(try root(result)["id"]?.string == record)
        }
        #expect(try events(of: operation).map { $0["event"]?.string } == ["attempt"])
    }

    @Test func `a look does not wait, and a wait no longer than it should`() throws {
        let operation = try Harness(silent).submit()
        #expect(try operation.wait(timeoutMS: 0) == nil)
        #expect(try operation.wait(timeoutMS: 20) == nil)
        #expect(waitForSilence())
        guard case .event = try operation.nextEvent(timeoutMS: 0) else { throw Missing() }
        guard case .none = try operation.nextEvent(timeoutMS: 20) else { throw Missing() }
        operation.release()
    }

    @Test func `cancelling says what is known of the start`() throws {
        let bench = try Harness(silent, configuration: #""token":"t","max_in_flight":1"#)
        let first = try bench.submit()
        #expect(waitForSilence())
        let second = try bench.submit()
        second.cancel()
        first.cancel()
        first.cancel()
        let queued = failure { () throws(DeployError) in try second.wait(timeoutMS: 60_000) }
        #expect(queued?.status == .cancelled && queued?.outcome == .notSent && (queued?.attempts ?? 0) == 0)
        let sent = failure { () throws(DeployError) in try first.wait(timeoutMS: 60_000) }
        #expect(sent?.status == .cancelled && sent?.outcome == .unknown && sent?.attempts == 1)
        #expect(silent.sent.count == 1)
    }

    @Test func `who lets go of an operation has cancelled it`() throws {
        let bench = try Harness(silent)
        let operation = try bench.submit()
        #expect(waitForSilence())
        operation.release()
        let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: 60_000) }
        #expect(error?.status == .cancelled && bench.client.nextReady() == nil)
    }

    @Test func `what is wrong with a request is said at once`() throws {
        let bench = try Harness(silent)
        let error = failure { () throws(DeployError) in try bench.submit(#""x":1"#) }
        #expect(error?.status == .validation && error?.outcome == .notSent && silent.multi == nil)
    }

    @Test func `an event loop hears of every end`() throws {
        let bench = try Harness()
        let operations = try (0..<20).map { _ in try bench.submit() }
        for operation in operations { _ = try operation.wait(timeoutMS: 60_000) }
        var ready: Set<UInt64> = []
        while let id = bench.client.nextReady() { ready.insert(id) }
        #expect(ready == Set(operations.map(\.id)) && ready.count == 20)
    }

    @Test func `whoever asks to hear of the end hears of it, before it or after`() throws {
        let bench = try Harness(silent)
        let operation = try bench.submit()
        let heard = Locked(0)
        for _ in 0..<3 { operation.whenEnded { _ in heard.with { $0 += 1 } } }
        #expect(waitForSilence())
        silent.multi?.answer()
        #expect(eventually { heard.with { $0 } == 3 })
        operation.whenEnded { _ in heard.with { $0 += 1 } }
        #expect(heard.with { $0 } == 4)
    }

    // MARK: What stays

    @Test func `a client goes when its operations are done with, and closes its connections`() throws {
        weak var gone: Client?
        let transport = FakeTransport()
        do {
            let bench = try Harness(transport)
            gone = bench.client
            let operation = try bench.submit()
            _ = try operation.wait(timeoutMS: 60_000)
            operation.release()
        }
        #expect(eventually { gone == nil && transport.multi?.isClosed == true })
    }

    @Test func `a client outlives itself for as long as its operations context`() throws {
        let operation = try Harness(silent).submit()
        #expect(waitForSilence())
        silent.multi?.answer()
        #expect(try operation.wait(timeoutMS: 60_000) != nil)
        operation.release()
    }

    @Test func `a background that cannot be had is an error, and holds nothing back`() throws {
        let missing = TransportFailure(.unsupported, "libcurl 4 could not be loaded", wasWritten: false)
        weak var gone: Client?
        do {
            let bench = try Harness(FakeTransport(without: missing) { _, _ in .started })
            gone = bench.client
            let error = failure { () throws(DeployError) in try bench.submit() }
            #expect(error?.status == .unsupported && error?.outcome == .notSent)
        }
        #expect(gone == nil)
    }

    @Test func `a blocking call of many leaves nothing behind`() throws {
        weak var gone: Client?
        do {
            let bench = try Harness()
            gone = bench.client
            let result = try bench.client.call(.startMany, bytes(#"{"items":[{"task_id":"\#(task)"}]}"#))
            #expect(try root(result)["counts"]?["started"]?.integer == 1)
        }
        #expect(eventually { gone == nil })
    }
}
