@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// What leaves for what was asked.
@Suite struct RequestTests {
    @Test func `a start goes to its task, with the token and the body`() throws {
        let bench = try Harness()
        let reply = try bench.start(#""params":[],"trigger_source":0"#)
        let sent = try #require(bench.transport.sent.first)
        #expect(bench.transport.sent.count == 1)
        #expect(sent.url == "https://deploy.example/v2/tasks/\(task)/start")
        #expect(sent.token == "X-Auth-Token: the-token")
        #expect(sent.body == #"{"params":[],"trigger_source":"0"}"#)
        #expect(reply == #"{"id":"\#(record)","task_id":"\#(task)","_meta":{"http_status":200,"attempts":1}}"#)
    }

    @Test(arguments: [
        ("https://deploy.example/", "https://deploy.example/v2"),
        ("https://deploy.example//", "https://deploy.example/v2"),
        ("https://gateway.example:8443/deploy/", "https://gateway.example:8443/deploy/v2"),
    ])
    func `the path of an endpoint stays in front`(endpoint: String, start: String) throws {
        let transport = FakeTransport()
        let configuration = try Configuration(
            bytes(#"{"endpoint":"\#(endpoint)","token":"t"}"#), environment: FakeEnvironment())
        _ = try Client(configuration, transport: transport, environment: FakeEnvironment()).call(
            .startDeployTask, request())
        #expect(transport.sent.map(\.url) == ["\(start)/tasks/\(task)/start"])
    }

    @Test func `a call's own time goes before the client's, and that before the default`() throws {
        let bench = try Harness(configuration: #""token":"t","timeout_ms":1800000"#)
        _ = try bench.start()
        for own in [3_600_000, 600_000] { _ = try bench.start(#""_options":{"timeout_ms":\#(own)}"#) }
        let other = try Harness()
        _ = try other.start()
        // What is left shrinks while a request is made.
        let left = (bench.transport.sent + other.transport.sent).map(\.timeoutMS)
        let limits = [1_800_000, 3_600_000, 600_000, 60_000]
        #expect(left.count == 4 && zip(left, limits).allSatisfy { $0 <= $1 && $0 > $1 - 60_000 })
    }

    @Test func `a model is sent like a text, and its answer is read`() throws {
        let bench = try Harness()
        let parameter = try DynamicConfigInfo(key: "version", value: "1.2.3")
        let body = try EnvExecutionBody(params: [parameter], triggerSource: .pipelineOnly)
        let response = try bench.client.startDeployTask(StartDeployTaskRequest(taskID: task, body: body))
        #expect(response.id == record && response.taskID == task)
        #expect(
            bench.transport.sent.first?.body
                == #"{"params":[{"key":"version","value":"1.2.3","type":"text"}],"trigger_source":"1"}"#)
    }

    @Test func `a task from outside the text goes into the path`() throws {
        let bench = try Harness()
        _ = try bench.client.call(.startDeployTask, bytes("{}"), given: [ExternalField("task_id", bytes(task))])
        #expect(bench.transport.sent.first?.url == "https://deploy.example/v2/tasks/\(task)/start")
        #expect(bench.transport.sent.first?.body == "{}")
    }
}
