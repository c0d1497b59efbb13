import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// The operations of several calls, with their types.
@Suite struct TypedCompositeTests {
    private let project = "41cb87a46c3e4b90a1c8b4bd3ba6f0ff"
    private let fast = WatchOptions(intervalMS: 1, readsLog: false)

    /// A service whose deployments are in this state, and whose task is in that one.
    private func service(_ state: String, execution: String = "succeeded") -> FakeTransport {
        FakeTransport { sent, _ in
            if sent.url.contains("/start") { return .started }
            if sent.url.contains("/state") {
                return .status(
                    200,
                    #"{"status":"success","result":{"status":"\#(state)","record_id":"\#(record)","#
                        + #""step_state":[{"id":"1","name":"Unpack","state":"\#(state)","elapsed_time":3}]}}"#)
            }
            return .status(
                200, #"{"task_id":"\#(task)","state":"Available","execution_state":"\#(execution)"}"#)
        }
    }

    private func start(_ params: [DynamicConfigInfo] = []) throws(DeployError) -> StartDeployTaskRequest {
        try StartDeployTaskRequest(taskID: task, body: EnvExecutionBody(params: params))
    }

    @Test func `a deployment that succeeds is told with its steps`() throws {
        let bench = try Harness(service("succeeded"), at: "https://localhost")
        let deployment = try bench.client.deploy(
            DeployRequest(
                start([DynamicConfigInfo(key: "version", value: "1.2")]), options: fast, waitUntilIdleMS: 0,
                isGuarded: false))
        #expect(deployment.recordID == record && deployment.taskID == task)
        #expect(deployment.state?.end == .succeeded && deployment.durationMS != nil && !deployment.isAdopted)
        #expect(deployment.steps.first?.name == "Unpack" && deployment.steps.first?.elapsedTime == bytes("3"))
        #expect(deployment.failedStep == nil && deployment.rollback == nil && deployment.wasStopped == nil)
        let starts = bench.transport.sent.filter { $0.url.contains("/start") }
        #expect(starts.map(\.body) == [#"{"params":[{"key":"version","value":"1.2","type":"text"}]}"#])
        let watched = try bench.client.watch(WatchRequest(taskID: task, recordID: record, options: fast))
        #expect(watched.state?.word == "succeeded")
    }

    @Test func `one that fails is an error that tells the same`() throws {
        let bench = try Harness(service("failed"), at: "https://localhost")
        let error = failure { () throws(DeployError) in
            try bench.client.watch(WatchRequest(taskID: task, recordID: record, options: fast))
        }
        #expect(error?.status == .deploymentFailed && error?.outcome == nil)
        #expect(error?.deployment?.state?.end == .failed && error?.deployment?.recordID == record)
        #expect(error?.deployment?.failedStep?.name == "Unpack")
    }

    @Test func `one that takes too long is stopped where that is asked for`() throws {
        let bench = try Harness(service("running"), at: "https://localhost")
        let options = WatchOptions(timeoutMS: 1, intervalMS: 1, onTimeout: .stop, readsLog: false)
        let error = failure { () throws(DeployError) in
            try bench.client.watch(WatchRequest(taskID: task, recordID: record, options: options))
        }
        #expect(error?.status == .deploymentTimedOut && error?.deployment?.wasStopped == true)
        #expect(bench.transport.sent.filter { $0.url.hasSuffix("/stop") }.count == 1)
    }

    @Test func `a dry context starts nothing, and says what is against it`() throws {
        let idle = try Harness(service("succeeded"), at: "https://localhost")
        let request = try DeployRequest(start())
        let response = try idle.client.dryRun(request)
        #expect(response.checks.map(\.name) == ["available", "enabled", "idle", "parameters"])
        #expect(response.checks.allSatisfy { $0.isOK })
        let busy = try Harness(service("running", execution: "running"), at: "https://localhost")
        let error = failure { () throws(DeployError) in try busy.client.dryRun(request) }
        #expect(error?.status == .busy && error?.outcome == .notSent && error?.deployment == nil)
        #expect(error?.checks.filter { !$0.isOK }.map(\.name) == ["idle"])
        #expect((idle.transport.sent + busy.transport.sent).allSatisfy { $0.method == "GET" })
    }

    @Test func `each of many starts has its own result`() throws {
        let bench = try Harness(FakeTransport(.started, .status(400, #"{"error_code":"Deploy.00011161"}"#)))
        let response = try bench.client.startMany(
            StartManyRequest([start(), start([DynamicConfigInfo(key: "a", value: "1")])], maxInFlight: 1))
        #expect(response.items.map(\.index) == [0, 1] && response.items.map(\.outcome) == [.started, .refused])
        #expect(try response.items.first?.result.get().id == record)
        let refusal = try #require(response.items.last)
        let error = failure { () throws(DeployError) in try refusal.result.get() }
        #expect(error?.status == .busy && error?.errorCode == "Deploy.00011161" && error?.httpStatus == 400)
        #expect(error?.attempts == 1 && error?.message.isEmpty == false)
        #expect(response.counts.started == 1 && response.counts.refused == 1)
    }

    @Test func `records are listed over the days that are asked for`() throws {
        let history = #"{"total_num":1,"result":[{"execution_id":"\#(record)","state":"succeeded","release_id":7}]}"#
        let bench = try Harness(FakeTransport(200, history), at: "https://localhost")
        let response = try bench.client.listRecords(
            ListRecordsRequest(
                taskID: task, projectID: project, since: "2026-05-01", until: "2026-05-20", limit: 1))
        #expect(response.items.map(\.executionID) == [record] && response.items.first?.releaseID == 7)
        #expect(bench.transport.sent.first?.url.contains("start_date=2026-05-01") == true)
    }

    @Test func `any other API is called as it is written`() throws {
        let bench = try Harness(FakeTransport(200, "[1,2]"))
        let response = try bench.client.callAPI(
            CallAPIRequest(.post, "/v1/any", query: [("a\"b", "1 2")], body: bytes(#"{"x":[true]}"#)))
        #expect(response.object["items"]?.elements.compactMap(\.integer) == [1, 2])
        #expect(bench.transport.sent.first?.url == endpoint + "/v1/any?a%22b=1%202")
        #expect(bench.transport.sent.first?.body == #"{"x":[true]}"#)
    }

    @Test func `no request exists with a fault, and no body slips members into it`() throws {
        func paths<Request>(_ make: () throws(DeployError) -> Request) -> [String]? {
            failure(of: make)?.violations.map(\.path)
        }
        #expect(
            paths { () throws(DeployError) in
                try WatchRequest(taskID: task, recordID: "x", options: WatchOptions(timeoutMS: 0, appID: "y"))
            } == ["record_id", "timeout_ms", "app_id"])
        #expect(
            paths { () throws(DeployError) in try DeployRequest(start(), waitUntilIdleMS: -1) }
                == ["wait_until_idle_ms"])
        #expect(
            paths { () throws(DeployError) in try StartManyRequest([], maxInFlight: 0) } == ["max_in_flight", "items"])
        #expect(
            paths { () throws(DeployError) in try ListRecordsRequest(taskID: task, since: "May", limit: 0) }
                == ["since", "limit"])
        #expect(paths { () throws(DeployError) in try CallAPIRequest(.get, "v1") } == ["path"])
        let slipped = failure { () throws(DeployError) in
            try CallAPIRequest(.post, "/v1", body: bytes(#"1,"query":{"a":"b"}"#))
        }
        #expect(slipped?.violations.map(\.rule) == [.json])
    }
}
