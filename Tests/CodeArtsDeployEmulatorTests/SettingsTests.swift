import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct SettingsTests {
    let bench: Harness

    init() throws {
        bench = try Harness(clock: TestClock().read)
    }

    @Test(
        arguments: [
            ("settings", "[]", "an object is required"),
            ("settings", #"{"buzy":true}"#, "buzy is no setting"),
            ("settings", #"{"busy":1}"#, "busy must be true or false"),
            ("settings", #"{"steps":0}"#, "steps must be a whole number from 1 to 100"),
            ("settings", #"{"status_shape":"x"}"#, "status_shape is not one of those that the emulator has"),
            ("settings", #"{"declared":[1]}"#, "declared must be an array of strings"),
            ("settings", #"{"declared":"version"}"#, "declared must be an array of strings"),
            ("settings", #"{"applications":-1}"#, "applications must be names, or a number from 0 to 10000"),
            ("settings", #"{"applications":["a",1]}"#, "applications must be names, or a number from 0 to 10000"),
            ("settings", #"{"forbid_view":1}"#, "forbid_view must be true, false or an array of tasks"),
            ("settings", #"{"forbid_execute":[1]}"#, "forbid_execute must be an array of strings"),
            ("outcomes", "{}", "outcomes: an array is required"),
            (
                "outcomes", #"{"outcomes":[{"end":"running"}]}"#,
                "outcomes[0].end must be a state in which a deployment ends"
            ),
            (
                "outcomes", #"{"outcomes":[{"end":"done"}]}"#,
                "outcomes[0].end is not one of those that the emulator has"
            ),
            ("foreign", "{}", "task_id must be a string"),
            ("foreign", #"{"task_id":"x"}"#, "task_id is unknown"),
            (
                "foreign", #"{"task_id":"\#(Harness.task)","params":{}}"#, "params must be parameters as in a start"
            ),
            ("history", #"{"task_id":"\#(Harness.task)"}"#, "records: an array is required"),
            (
                "history", #"{"task_id":"\#(Harness.task)","records":[{"days_ago":0}]}"#,
                "records[0].days_ago must be a whole number from 1 to 10000"
            ),
        ])
    func `an order that makes no sense is refused with the reason`(name: String, body: String, reason: String) throws {
        let reply = try bench.call(bench.request("POST", "/_emulator/\(name)", body: body))
        #expect(reply.status == 400)
        #expect(try reply.json()["error"]?.string == reason)
        #expect(try bench.records == 0)
    }

    @Test func `settings that are refused change nothing`() throws {
        _ = try bench.call(bench.request("POST", "/_emulator/settings", body: #"{"steps":7,"busy":1}"#))
        let record = try bench.startRecord()
        #expect(try bench.status(of: record)["step_state"]?.elements.map { _ in 1 }.count == 3)
    }

    @Test func `a reset brings back what the emulator was started with`() throws {
        var settings = Emulator.Settings.unguarded
        settings.steps = 5
        let clock = TestClock()
        let bench = try Harness(settings: settings, clock: clock.read)
        try bench.set(#"{"steps":2,"busy":true,"declared":[]}"#)
        try bench.outcomes(#"{"end":"failed"}"#)
        _ = try bench.control("POST", "reset")
        let record = try bench.startRecord()
        _ = try bench.startRecord()
        clock.advance(bySeconds: 5)
        let status = try bench.status(of: record)
        #expect(status["step_state"]?.elements.map { _ in 1 }.count == 5)
        #expect(status["status"]?.string == "succeeded")
        #expect(try bench.recorded("release_id") == ["1001", "1002"])
    }
}
