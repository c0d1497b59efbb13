import CodeArtsDeployAsync
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What an error and an event tell that are seldom seen.
@Suite struct TypedEndsTests {
    private func error(_ details: String) -> DeployError {
        var error = DeployError(.deploymentFailed, "It failed.", outcome: .started)
        error.details = bytes(details)
        return error
    }

    @Test func `many starts that are cancelled tell what became of each`() async throws {
        let silent = FakeTransport(.silence)
        let bench = try Harness(silent)
        let item = try StartDeployTaskRequest(taskID: task, body: EnvExecutionBody())
        let many = try StartManyRequest(Array(repeating: item, count: 3), maxInFlight: 1)
        let call = Task { try await bench.client.startMany(many) }
        #expect(await eventually { silent.multi?.count == 1 })
        call.cancel()
        guard case .failure(let failure) = await call.result, let error = failure as? DeployError else {
            Issue.record("it should have been cancelled")
            return
        }
        #expect(error.status == .cancelled && error.outcome == .unknown && error.deployment == nil)
        let found = try #require(error.startMany)
        #expect(found.items.map(\.outcome) == [.unknown, .notSent, .notSent])
        #expect(found.counts.unknown == 1 && found.counts.notSent == 2 && found.counts.started == 0)
    }

    @Test func `a failure on the way is an event with its status`() async throws {
        let bench = try Harness(FakeTransport(.unwritten(.connect), .started))
        var seen: [String] = []
        _ = try await bench.client.perform(.startDeployTask, request()) { event in
            switch (try? root(event)).map({ OperationEvent(reading: $0) }) {
            case .attempt(let number, let operation): seen.append("\(number) \(operation ?? "")")
            case .retry(let attempt, let status, _, _): seen.append("\(attempt ?? 0) \(status == .connect)")
            case let other: seen.append("\(String(describing: other))")
            }
        }
        #expect(seen == ["1 start_deploy_task", "1 true", "2 start_deploy_task"])
    }

    @Test func `a way back that failed says why, with the deployment that it had begun`() throws {
        let found = error(
            #""deployment":{"record_id":"a","state":"failed","adopted":true,"warning":"W","stopped":false,"#
                + #""rollback":{"source_record_id":"b","error":{"status":"CAD_E_DEPLOYMENT_TIMED_OUT","#
                + #""message":"M","outcome":"started","record_id":"c","http_status":503,"retry_after_ms":9,"#
                + #""deployment":{"record_id":"c","state":"running"}}}}"#)
        let deployment = try #require(found.deployment)
        #expect(deployment.isAdopted && deployment.warning == "W" && deployment.wasStopped == false)
        guard case .failed(let error, source: "b") = deployment.rollback else {
            Issue.record("there should be an error")
            return
        }
        #expect(error.status == .deploymentTimedOut && error.message == "M" && error.outcome == .started)
        #expect(error.recordID == "c" && error.httpStatus == 503 && error.retryAfterMS == 9)
        #expect(error.deployment?.recordID == "c" && error.deployment?.state?.word == "running")
    }

    @Test func `an error tells the records that may be the deployment, and nothing that it does not have`() {
        #expect(error(#""candidates":["a","b"]"#).candidates == ["a", "b"])
        let plain = error("")
        #expect(plain.candidates.isEmpty && plain.checks.isEmpty && plain.deployment == nil && plain.startMany == nil)
    }

    @Test func `an event of a later version is handed over as it is`() throws {
        for text in [#"{"event":"moon","phase":1}"#, #"{"event":"log"}"#] {
            guard case .other(let event) = OperationEvent(reading: try root(bytes(text))) else {
                Issue.record("\(text) should not be known")
                continue
            }
            #expect(FakeNetwork.text(event.raw) == text)
        }
        guard case .dropped(12) = OperationEvent(reading: try root(bytes(#"{"event":"dropped","count":12}"#))) else {
            Issue.record("it should be known")
            return
        }
    }
}
