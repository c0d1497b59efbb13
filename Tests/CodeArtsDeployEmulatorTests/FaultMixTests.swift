import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct FaultMixTests {
    let bench: Harness

    init() throws {
        bench = try Harness(clock: TestClock().read)
    }

    private func mix(_ mix: String) throws {
        _ = try bench.control("POST", "faults", body: #"{"mix":\#(mix)}"#)
    }

    /// What becomes of starts, one after the other.
    private func fates(_ count: Int) throws -> [Int] {
        try (0..<count).map { _ in try bench.start().status }
    }

    private let kinds = #""kinds":[{"kind":"busy"},{"kind":"html"},{"kind":"throttle"}]"#

    @Test func `a seed decides which requests are struck, and by what`() throws {
        var runs: [[Int]] = []
        for seed in [7, 7, 8] {
            try mix(#"{"rate":0.5,"seed":\#(seed),\#(kinds)}"#)
            runs.append(try fates(60))
        }
        #expect(runs[0] == runs[1] && runs[0] != runs[2])
        #expect(Set(runs[0]) == [200, 400, 502, 429])
        let struck = runs[0].filter { $0 != 200 }.count
        #expect((15...45).contains(struck))
    }

    @Test func `the rate goes from never to always, and null ends it`() throws {
        try mix(#"{"rate":0,"seed":1,\#(kinds)}"#)
        #expect(try fates(20).allSatisfy { $0 == 200 })
        try mix(#"{"rate":1,"seed":1,\#(kinds)}"#)
        #expect(try !fates(20).contains(200))
        _ = try bench.control("POST", "faults", body: #"{"faults":[],"mix":null}"#)
        #expect(try fates(20).allSatisfy { $0 == 200 })
        try mix(#"{"rate":1.0,"seed":1,\#(kinds)}"#)
        _ = try bench.control("POST", "reset")
        #expect(try fates(5).allSatisfy { $0 == 200 })
    }

    @Test func `a mix can be for some paths and methods, and each of its kinds too`() throws {
        try mix(
            """
            {"rate":1,"seed":1,"path":"/v2/","kinds":[{"kind":"busy","path":"/start","method":"POST"},\
            {"kind":"html","method":"GET"}]}
            """)
        #expect(try bench.start().status == 400)
        #expect(try bench.read("/v2/tasks/\(Harness.task)").status == 502)
        #expect(try bench.read("/v1/applications/\(Harness.app)/info").status == 200)
        #expect(try bench.call(bench.request("PUT", "/v2/tasks/\(Harness.task)/records/x/stop")).status == 400)
        #expect(try bench.requests == 4)
    }

    @Test func `an ordered fault comes before the mix and can be for some requests only`() throws {
        try mix(#"{"rate":1,"seed":1,"kinds":[{"kind":"busy"}]}"#)
        try bench.order(#"{"kind":"html","path":"/start","skip":1},{"kind":"throttle","method":"GET"}"#)
        #expect(try bench.start().status == 200, "it is the one to skip")
        #expect(try bench.read("/v2/tasks/\(Harness.task)").status == 429)
        #expect(try fates(2) == [502, 400])
    }

    @Test func `a record says which fault struck its start`() throws {
        try bench.order(#"{"kind":"cut_after_work"},{"kind":"busy"},{"kind":"delay","ms":1}"#)
        #expect(throws: RawConnection.Fault.closed) { try bench.start() }
        #expect(try fates(3) == [400, 200, 200])
        #expect(try bench.recorded("fault") == [#""cut_after_work""#, #""delay""#, "null"])
    }

    @Test func `the mix needs no seed of its own where the emulator has one`() throws {
        var settings = Emulator.Settings()
        settings.seed = 42
        let runs = try (0..<2).map { _ in
            let bench = try Harness(settings: settings)
            _ = try bench.control("POST", "faults", body: #"{"mix":{"rate":0.5,\#(kinds)}}"#)
            let ids = try (0..<20).map { _ in try bench.start().status }
            return "\(ids) \(try bench.recorded("record_id"))"
        }
        #expect(runs[0] == runs[1])
    }

    @Test(
        arguments: [
            (#"{"mix":{"rate":2,"kinds":[{"kind":"busy"}]}}"#, "mix.rate must be a number from 0 to 1"),
            (#"{"mix":{"kinds":[{"kind":"busy"}]}}"#, "mix.rate must be a number from 0 to 1"),
            (#"{"mix":{"rate":1}}"#, "kinds: an array is required"),
            (#"{"mix":{"rate":1,"kinds":[]}}"#, "mix.kinds must not be empty"),
            (
                #"{"mix":{"rate":1,"kinds":[{"kind":"x"}]}}"#,
                "mix.kinds[0].kind is not one of those that the emulator has"
            ),
            (#"{"faults":[{"kind":"busy","path":1}]}"#, "faults[0].path must be a string"),
            (
                #"{"faults":[{"kind":"jitter","ms":5,"max_ms":4}]}"#,
                "faults[0].max_ms must be a whole number from 5 to 3600000"
            ),
        ])
    func `a mix that makes no sense is refused`(body: String, reason: String) throws {
        let reply = try bench.call(bench.request("POST", "/_emulator/faults", body: body))
        #expect(reply.status == 400)
        #expect(try reply.json()["error"]?.string == reason)
    }
}
