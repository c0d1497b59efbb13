import CodeArtsDeployAsync
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What an operation does, as a sequence.
@Suite struct EventsTests {
    private let silent = FakeTransport(.silence)

    private func stream(_ count: Int) -> [UInt8] {
        let items = Array(repeating: #"{"task_id":"\#(task)"}"#, count: count).joined(separator: ",")
        return bytes(#"{"results":"stream","items":[\#(items)]}"#)
    }

    @Test func `the events come in their order, and end with the operation`() async throws {
        let bench = try Harness(FakeTransport(.unwritten(.connect), .started))
        let operation = try bench.submit()
        defer { operation.release() }
        var names: [String?] = []
        for try await event in operation.events { names.append(try root(event)["event"]?.string) }
        #expect(names == ["attempt", "retry", "attempt"])
        #expect(try root(await operation.result())["id"]?.string == record)
    }

    @Test func `cancelling a task that waits for an event ends the operation`() async throws {
        let operation = try Harness(silent).submit()
        defer { operation.release() }
        let looking = Task {
            var count = 0
            for try await _ in operation.events { count += 1 }
            return count
        }
        #expect(await eventually { silent.multi?.count == 1 })
        looking.cancel()
        #expect(try await looking.value == 1)
        do {
            _ = try await operation.result()
            Issue.record("it should have been cancelled")
        } catch {
            #expect(error.status == .cancelled && error.outcome == .unknown)
        }
    }

    @Test func `results are waited for, however slow their reader is`() async throws {
        let bench = try Harness()
        var seen: Set<Int> = []
        let result = try await bench.client.perform(.startMany, stream(1500)) { event in
            if let index = (try? root(event))?["index"]?.integer { seen.insert(index) }
            if seen.count % 100 == 0 { await Task.yield() }
        }
        #expect(seen.count == 1500)
        #expect(try root(result)["counts"]?["started"]?.integer == 1500)
    }

    @Test func `results that nobody would read are refused before anything is sent`() async throws {
        let bench = try Harness()
        do {
            _ = try await bench.client.startMany(stream(2))
            Issue.record("it should have been refused")
        } catch {
            #expect(error.status == .validation && error.violations.map(\.path) == ["results"])
        }
        #expect(bench.transport.sent.isEmpty)
    }
}
