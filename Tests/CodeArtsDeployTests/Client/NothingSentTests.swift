import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// A call that cannot be right sends nothing and says so.
@Suite struct NothingSentTests {
    @Test(arguments: [
        "", "{", "[]", "{}", #"{"task_id":"short"}"#, #"{"task_id":"\#(task)","params":[{}]}"#,
        #"{"task_id":"\#(task)","x":1}"#,
        #"{"task_id":"\#(task)","trigger_source":7}"#, #"{"task_id":"\#(task)","_options":{"timeout_ms":0}}"#,
        #"{"task_id":"../../other"}"#, #"{"task_id":"\#(task)","record_id":"zzz!"}"#,
    ])
    func `a wrong request is refused before anything leaves`(json: String) throws {
        let bench = try Harness()
        let error = try #require(
            failure { () throws(DeployError) in try bench.client.call(.startDeployTask, bytes(json)) })
        #expect(error.status == .validation && error.outcome == .notSent && !error.violations.isEmpty)
        #expect(error.attempts == nil && bench.transport.sent.isEmpty)
    }

    @Test func `without a token nothing leaves, and the variables are named`() throws {
        let bench = try Harness(configuration: "")
        let error = try #require(bench.failure())
        #expect(error.status == .configuration && error.outcome == .notSent && bench.transport.sent.isEmpty)
        for name in ["CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN"] {
            #expect(error.message.contains(name))
        }
    }

    @Test func `a wrong request is reported before a missing token is`() throws {
        let bench = try Harness(configuration: "")
        #expect(bench.failure(of: #""x":1"#)?.status == .validation)
    }

    @Test func `a wrong token in a variable is refused, never passed over for the next`() throws {
        for token in ["a\nb", "a\u{7F}", String(repeating: "x", count: 20_001)] {
            let bench = try Harness(
                configuration: "",
                environment: FakeEnvironment(["CODEARTS_DEPLOY_TOKEN": token, "HW_AUTH_TOKEN": "right"]))
            let error = try #require(bench.failure())
            #expect(error.status == .configuration && error.outcome == .notSent && bench.transport.sent.isEmpty)
            #expect(error.violations.first?.path == "CODEARTS_DEPLOY_TOKEN")
        }
        let bench = try Harness(configuration: "")
        bench.environment.set("OS_AUTH_TOKEN", [0x61, 0xFF])
        #expect(bench.failure()?.violations.map(\.rule) == [.encoding])
    }
}
