import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// A deployment that is cancelled while its start is on the way.
@Suite struct StoppedAtStartTests {
    private let stops = Locked(0)

    private var service: FakeTransport {
        FakeTransport { [stops] sent, _ in
            if sent.url.contains("/start") { return .silence }
            if sent.url.contains("/stop") {
                stops.with { $0 += 1 }
                return .status(200, #"{"task_id":"\#(task)","record_id":"\#(record)"}"#)
            }
            if sent.url.contains("/history?") { return .status(200, #"{"result":[],"total_num":0}"#) }
            if sent.url.contains("/state") { return .status(200, #"{"state":"aborted","record_id":"\#(record)"}"#) }
            return .status(
                200, #"{"task_id":"\#(task)","project_id":"41cb87a46c3e4b90a1c8b4bd3ba6f0ff","state":"Available"}"#)
        }
    }

    private func cancelled(_ members: String, answered answer: Answer? = nil) throws -> DeployError? {
        let transport = service
        let bench = try Harness(transport, at: "https://localhost")
        let running = try bench.client.submit(
            .deploy, request(members + #","guard":false,"log":false,"interval_ms":60000"#))
        defer { running.release() }
        #expect(eventually { transport.multi?.count == 1 })
        running.cancel()
        if let answer {
            // The loop is asleep again once it has heard of it.
            platform_sleep_ms(50)
            transport.multi?.answer(1, answer)
        }
        return failure { () throws(DeployError) in try running.wait(timeoutMS: 60_000) }
    }

    @Test func `with "stop" the start's answer is waited for, and what it started is stopped`() throws {
        let error = try cancelled(#""on_cancel":"stop""#, answered: .started)
        #expect(error?.status == .cancelled && error?.outcome == .started && error?.recordID == record)
        #expect(error?.deployment?.wasStopped == true && stops.with { $0 } == 1)
    }

    @Test func `with "stop" a start that was refused is told as refused, and not sent again`() throws {
        let busy = Answer.status(400, #"{"error_code":"Deploy.00011161","error_msg":"busy"}"#)
        let error = try cancelled(#""on_cancel":"stop","wait_until_idle_ms":600000"#, answered: busy)
        #expect(error?.outcome == .refused && stops.with { $0 } == 0)
    }

    @Test func `with "stop" and no answer the outcome is unknown after three seconds`() throws {
        let start = platform_monotonic_ms()
        let error = try cancelled(#""on_cancel":"stop""#)
        #expect(error?.status == .cancelled && error?.outcome == .unknown && stops.with { $0 } == 0)
        #expect(platform_monotonic_ms() - start >= 3000)
    }

    @Test func `with "leave" nothing is waited for`() throws {
        let error = try cancelled(#""on_cancel":"leave""#)
        #expect(error?.status == .cancelled && error?.outcome == .unknown && stops.with { $0 } == 0)
    }
}
