import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct BusyTests {
    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(clock: clock.read)
    }

    private func code(_ reply: RawReply) throws -> String? { try reply.json()["error_code"]?.string }

    @Test func `by default an application takes one deployment at a time`() throws {
        let bench = try Harness(settings: .init(), clock: clock.read)
        _ = try bench.startRecord()
        #expect(try code(try bench.start()) == "Deploy.00011161")
        try bench.set(#"{"busy":false}"#)
        _ = try (0..<3).map { _ in try bench.startRecord() }
    }

    @Test func `a guarded application takes one deployment at a time, in each way to start one`() throws {
        try bench.set(#"{"busy":true}"#)
        let record = try bench.startRecord()
        let rollback = "/v2/tasks/\(Harness.task)/records/\(record)/rollback"
        for reply in try [
            bench.start(), bench.start(#"{"record_id":"\#(record)"}"#), bench.call(bench.request("POST", rollback)),
        ] {
            #expect(reply.status == 400)
            #expect(try code(reply) == "Deploy.00011161")
        }
        _ = try bench.startRecord(task: Harness.otherTask)
        clock.advance(byMS: 1100)
        _ = try bench.startRecord()
        #expect(try bench.records == 3)
    }

    @Test func `a guarded application is free again after a stop`() throws {
        try bench.set(#"{"busy":true}"#)
        let record = try bench.startRecord()
        _ = try bench.call(bench.request("PUT", "/v2/tasks/\(Harness.task)/records/\(record)/stop"))
        _ = try bench.startRecord()
    }

    @Test func `somebody else's deployment makes busy, and is told apart`() throws {
        try bench.set(#"{"busy":true}"#)
        try bench.outcomes(#"{"end":"failed"}"#)
        let foreign = try bench.control(
            "POST", "foreign",
            body: #"{"task_id":"\#(Harness.task)","params":[{"key":"k","type":"text","value":"v"}],"duration_ms":100}"#)
        let record = try #require(foreign["record_id"]?.string)
        #expect(try code(try bench.start()) == "Deploy.00011161")
        #expect(try bench.recorded("source") == [#""foreign""#])
        #expect(try bench.recorded("params") == [#"[{"key":"k","type":"text","value":"v"}]"#])
        clock.advance(byMS: 300)
        #expect(try bench.status(of: record)["status"]?.string == "succeeded", "an outcome is for those who start")
        _ = try bench.startRecord()
    }

    @Test func `the guard is the emulator's again after a reset`() throws {
        let bench = try Harness(settings: .init(), clock: clock.read)
        try bench.set(#"{"busy":false}"#)
        _ = try bench.control("POST", "reset")
        _ = try bench.startRecord()
        #expect(try bench.start().status == 400)
        _ = try bench.control("POST", "reset")
        _ = try bench.startRecord()
        #expect(try bench.start().status == 400)
    }

    @Test func `a disabled application refuses starts until it is enabled`() throws {
        let path = "/v1/applications/\(Harness.app)/disable"
        for (isDisabled, status) in [(true, 400), (false, 200)] {
            let reply = try bench.call(bench.request("PUT", path, body: #"{"is_disable":\#(isDisabled)}"#))
            #expect(reply.text == #"{"status":"success"}"#)
            #expect(try bench.start().status == status)
        }
        #expect(try bench.call(bench.request("PUT", path, body: #"{"is_disable":"true"}"#)).status == 400)
    }

    @Test func `what only a pipeline may start refuses the starts of others, and says so`() throws {
        let path = "/v2/task/trigger/detail?task_id=\(Harness.task)"
        #expect(try bench.read(path).json()["trigger_source"]?.integer == 0)
        try bench.set(#"{"pipeline_only":["\#(Harness.task)"]}"#)
        let trigger = try bench.read(path).json()
        #expect(trigger["trigger_source"]?.integer == 1 && trigger["artifact_type"]?.string == "generic")
        let reply = try bench.start()
        #expect(reply.status == 400)
        #expect(try code(reply) == "Deploy.00016004")
        #expect(try bench.start(#"{"trigger_source":"1"}"#).status == 200)
        #expect(try bench.read("/v2/task/trigger/detail").status == 400)
    }

    @Test func `a draft refuses starts and says so in its details`() throws {
        try bench.set(#"{"draft":["\#(Harness.task)"]}"#)
        let reply = try bench.start()
        #expect(reply.status == 400)
        #expect(try code(reply) == "Deploy.00011042")
        #expect(try bench.read("/v2/tasks/\(Harness.task)").json()["state"]?.string == "Draft")
        try bench.set(#"{"draft":[]}"#)
        _ = try bench.startRecord()
    }
}
