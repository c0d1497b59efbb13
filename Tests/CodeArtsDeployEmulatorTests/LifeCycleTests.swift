import CodeArtsDeployModel
import Testing

@Suite struct LifeCycleTests {
    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(clock: clock.read)
    }

    /// The states of the steps, in order.
    private func steps(_ status: JSONValue) -> [String?] {
        status["step_state"]?.elements.map { $0["status"]?.string } ?? []
    }

    @Test func `a deployment waits, runs step by step and succeeds`() throws {
        let record = try bench.startRecord()
        var seen: [String] = []
        for ms in [0, 199, 1, 299, 1, 300, 299, 1] {
            clock.advance(byMS: ms)
            let status = try bench.status(of: record)
            let states = steps(status).map { $0?.prefix(3) ?? "" }.joined(separator: " ")
            seen.append("\(status["status"]?.string ?? "") \(status["step"]?.string ?? ""): \(states)")
        }
        #expect(
            seen == [
                "pending running: pen pen pen", "pending running: pen pen pen", "running running: run pen pen",
                "running running: run pen pen", "running running: suc run pen", "running running: suc suc run",
                "running running: suc suc run", "succeeded finish: suc suc suc",
            ])
        #expect(try bench.recorded("state") == [#""succeeded""#])
    }

    @Test(
        arguments: [
            ("failed", "succeeded failed not_executed", 800), ("timeout", "succeeded timeout not_executed", 800),
            ("abort", "succeeded abort not_executed", 800),
            ("not_started", "not_executed not_executed not_executed", 200),
            ("succeeded", "succeeded succeeded succeeded", 1100),
        ])
    func `a deployment ends as it was ordered`(end: String, expected: String, ms: Int) throws {
        try bench.outcomes(#"{"end":"\#(end)","failed_step":2}"#)
        let record = try bench.startRecord()
        clock.advance(byMS: ms - 1)
        #expect(try bench.status(of: record)["step"]?.string == "running")
        clock.advance(byMS: 1)
        let status = try bench.status(of: record)
        #expect(status["status"]?.string == end && status["step"]?.string == "finish")
        #expect(steps(status).map { $0 ?? "" }.joined(separator: " ") == expected)
        #expect(try bench.recorded("state") == ["\"\(end)\""])
    }

    @Test func `outcomes are used up one after the other, then deployments succeed again`() throws {
        try bench.outcomes(#"{"end":"failed","times":2},{"end":"timeout"}"#)
        _ = try (0..<4).map { _ in try bench.startRecord() }
        clock.advance(bySeconds: 2)
        #expect(try bench.recorded("state") == [#""failed""#, #""failed""#, #""timeout""#, #""succeeded""#])
    }

    @Test func `a refused start uses up no outcome`() throws {
        try bench.outcomes(#"{"end":"failed"}"#)
        _ = try bench.start("[]")
        _ = try bench.startRecord()
        clock.advance(bySeconds: 2)
        #expect(try bench.recorded("state") == [#""failed""#])
    }

    @Test func `how long a deployment takes can be set, for one and for all`() throws {
        try bench.outcomes(#"{"pending_ms":0,"duration_ms":30000}"#)
        let first = try bench.startRecord()
        clock.advance(byMS: 29_999)
        #expect(try bench.status(of: first)["status"]?.string == "running")
        clock.advance(byMS: 1)
        #expect(try bench.status(of: first)["status"]?.string == "succeeded")
        try bench.set(#"{"pending_ms":0,"step_ms":0,"steps":1}"#)
        let second = try bench.startRecord()
        #expect(steps(try bench.status(of: second)) == ["succeeded"])
    }

    @Test func `times are told on the clock of Beijing, durations in whole seconds`() throws {
        clock.advance(byMS: 17 * 3_600_000)
        try bench.set(#"{"pending_ms":1500,"step_ms":30000}"#)
        let record = try bench.startRecord()
        #expect(try bench.status(of: record)["end_time"] == nil)
        clock.advance(bySeconds: 100)
        let status = try bench.status(of: record)
        #expect(status["start_time"]?.string == "2026-06-02 01:00:00")
        #expect(status["end_time"]?.string == "2026-06-02 01:01:31")
        #expect(status["step_state"]?.elements.map { $0["elapsed_time"]?.string }.first == "00:00:30")
    }

    @Test(arguments: [(0, "not_started"), (300, "abort")])
    func `a stop ends what runs and cancels what waits`(ms: Int, state: String) throws {
        let record = try bench.startRecord()
        clock.advance(byMS: ms)
        let path = "/v2/tasks/\(Harness.task)/records/\(record)/stop"
        let reply = try bench.call(bench.request("PUT", path, body: "{}"))
        #expect(reply.text == #"{"status":"success","result":{"id":"\#(record)","task_id":"\#(Harness.task)"}}"#)
        let status = try bench.status(of: record)
        #expect(status["status"]?.string == state && status["step"]?.string == "finish")
        #expect(steps(status).first == (ms == 0 ? "not_executed" : "abort"))
        clock.advance(bySeconds: 10)
        #expect(try bench.status(of: record)["status"]?.string == state)
        #expect(try bench.status(of: record)["end_time"]?.string == "2026-06-01 08:00:00")
    }

    @Test func `a stop after the end changes nothing and needs no body`() throws {
        let record = try bench.startRecord()
        clock.advance(bySeconds: 5)
        let path = "/v2/tasks/\(Harness.task)/records/\(record)/stop"
        #expect(try bench.call(bench.request("PUT", path, body: "", contentType: nil)).status == 200)
        #expect(try bench.status(of: record)["status"]?.string == "succeeded")
    }

    @Test func `what a stop leads to can be set, as nobody has documented it`() throws {
        try bench.set(#"{"stop_state":"failed","pending_ms":0}"#)
        let record = try bench.startRecord()
        _ = try bench.call(bench.request("PUT", "/v2/tasks/\(Harness.task)/records/\(record)/stop"))
        #expect(try bench.status(of: record)["status"]?.string == "failed")
    }

    @Test func `without a record id the status is that of the newest, and steps can be left out`() throws {
        #expect(try bench.read("/v2/tasks/\(Harness.task)/state").status == 404)
        _ = try bench.startRecord()
        let newest = try bench.startRecord()
        let result = try bench.read("/v2/tasks/\(Harness.task)/state?step_state=false").json()["result"]
        #expect(result?["record_id"]?.string == newest && result?["step_state"] == nil)
        #expect(try bench.read("/v2/tasks/\(Harness.task)/state?step_state=7").status == 400)
    }

    @Test func `a record that nobody made is not found, in the dialect of old`() throws {
        let nobody = String(repeating: "0", count: 32)
        let paths = [
            "/v2/tasks/\(Harness.task)/state?record_id=\(nobody)",
            "/v1/applications/\(Harness.app)/records/\(nobody)/logs?offset=0&end_offset=0",
        ]
        for path in paths {
            let reply = try bench.read(path)
            #expect(reply.status == 404 && reply["Content-Type"] == "text/html; charset=UTF-8")
            #expect(try reply.json()["error_code"]?.string == "Deploy.00011303")
        }
        let stop = try bench.call(bench.request("PUT", "/v2/tasks/\(Harness.task)/records/\(nobody)/stop"))
        #expect(stop.status == 404)
        let params = try bench.read("/v2/history/tasks/\(Harness.task)/params?record_id=\(nobody)")
        #expect(params.status == 400)
    }

    @Test(
        arguments: [
            ("documented", #"{"status":"success","result":{"status":"running","#, #""step_state":[{"#),
            ("renamed", #"{"status":"success","result":{"state":"running","#, #""step_states":[{"#),
            ("flat_status", #"{"status":"running","#, #""elapsed_time":"00:00:00","step_state":[{"#),
            ("flat", #"{"state":"running","#, #""step_states":["initial: succeeded","下载软件包: running","#),
        ])
    func `a status comes in each shape that was seen`(shape: String, head: String, steps: String) throws {
        try bench.set(#"{"status_shape":"\#(shape)"}"#)
        let record = try bench.startRecord()
        clock.advance(byMS: 600)
        let text = try bench.read("/v2/tasks/\(Harness.task)/state?record_id=\(record)").text
        #expect(text.hasPrefix(head) && text.contains(steps), "\(text)")
    }

    @Test func `a record can be hidden for a time everywhere but from tests`() throws {
        try bench.outcomes(#"{"hidden_ms":5000}"#)
        let record = try bench.startRecord()
        let history =
            "/v2/\(Harness.project)/task/\(Harness.task)/history"
            + "?page=1&size=10&start_date=2026-06-01&end_date=2026-06-01"
        for (found, status) in [(0, 404), (1, 200)] {
            #expect(try bench.read(history).json()["total_num"]?.integer == found)
            #expect(try bench.read("/v2/tasks/\(Harness.task)/state?record_id=\(record)").status == status)
            #expect(try bench.records == 1)
            clock.advance(bySeconds: 5)
        }
    }
}
