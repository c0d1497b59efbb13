import CodeArtsDeployAsync
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Calls that no thread waits for.
@Suite struct PerformTests {
    private let silent = FakeTransport(.silence)

    /// How a task ended that was cancelled at some point.
    private func end(of task: Task<[UInt8], any Error>) async -> DeployError? {
        guard case .failure(let error) = await task.result else { return nil }
        return error as? DeployError
    }

    private func running(_ bench: Harness) -> Task<[UInt8], any Error> {
        Task { try await bench.client.perform(.startDeployTask, request()) }
    }

    @Test func `a call comes back with its result, and a typed one with its type`() async throws {
        let bench = try Harness(FakeTransport(.started))
        let result = try await bench.client.perform(.startDeployTask, request())
        #expect(try root(result)["id"]?.string == record)
        let body = try EnvExecutionBody(params: [DynamicConfigInfo(key: "version", value: "1.2.3")])
        let response = try await bench.client.startDeployTask(StartDeployTaskRequest(taskID: task, body: body))
        #expect(response.id == record && bench.transport.sent.last?.body.contains("1.2.3") == true)
    }

    @Test func `an error says what it says to a thread`() async throws {
        let bench = try Harness(FakeTransport(.status(400, #"{"error_code":"Deploy.00011161"}"#)))
        await #expect(throws: DeployError.self) { try await bench.client.perform(.startDeployTask, request(#""x":1"#)) }
        #expect(bench.transport.sent.isEmpty)
        do {
            _ = try await bench.client.perform(.startDeployTask, request())
            Issue.record("it should have failed")
        } catch {
            #expect(error.status == .busy && error.outcome == .refused)
        }
    }

    @Test func `cancelling a task whose start is on its way ends it at once, and the outcome is unknown`() async throws
    {
        let bench = try Harness(silent)
        let call = running(bench)
        #expect(await eventually { silent.multi?.count == 1 })
        call.cancel()
        let error = await end(of: call)
        #expect(error?.status == .cancelled && error?.outcome == .unknown && silent.multi?.interrupted == 1)
    }

    @Test func `cancelling a task whose start waits sends nothing`() async throws {
        let bench = try Harness(silent, configuration: #""token":"t","max_in_flight":1"#)
        let first = running(bench)
        #expect(await eventually { silent.multi?.count == 1 })
        let second = running(bench)
        second.cancel()
        let error = await end(of: second)
        #expect(error?.status == .cancelled && error?.outcome == .notSent && silent.sent.count == 1)
        silent.multi?.answer()
        #expect(try root(await first.value)["id"]?.string == record)
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let bench = try Harness(silent)
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await bench.client.perform(.startDeployTask, request())
        }
        late.cancel()
        let error = await end(of: late)
        #expect(error?.status == .cancelled && error?.outcome == .notSent && silent.sent.isEmpty)
    }

    @Test func `hundreds of tasks share one thread, and so many requests as the client allows`() async throws {
        let transport = FakeTransport(.started)
        let bench = try Harness(transport, configuration: #""token":"t","max_in_flight":8"#)
        let started = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try root(await bench.client.perform(.startDeployTask, request()))["id"]?.string == record
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(started == 500 && transport.sent.count == 500)
        #expect(transport.multi.map { $0.maxConcurrent <= 8 } == true)
    }

    @Test func `several tasks may wait for one operation`() async throws {
        let operation = try Harness(silent).submit()
        defer { operation.release() }
        let waiting = (0..<3).map { _ in Task { try await operation.result() } }
        #expect(await eventually { silent.multi?.count == 1 })
        silent.multi?.answer()
        for task in waiting { #expect(try root(await task.value)["id"]?.string == record) }
    }

    @Test func `a client goes when its calls are done`() async throws {
        weak var gone: Client?
        do {
            let bench = try Harness()
            gone = bench.client
            _ = try await bench.client.perform(.startDeployTask, request())
        }
        #expect(await eventually { gone == nil })
    }
}
