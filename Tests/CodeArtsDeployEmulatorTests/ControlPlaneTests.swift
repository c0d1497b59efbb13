import CodeArtsDeployModel
import Testing

@Suite struct ControlPlaneTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    @Test func `records are listed in the order of start, requests counted whatever their fate`() throws {
        let ids = try (0..<3).map { _ in try bench.start().json()["id"]?.string }
        _ = try bench.start("[]")
        _ = try bench.start(path: "/nowhere")
        let records = try #require(try bench.control("GET", "records")["records"])
        #expect(records.elements.map { $0["record_id"]?.string } == ids)
        #expect(try bench.requests == 5)
    }

    @Test func `half a request counts, so that nothing is sent unseen`() throws {
        let connection = try bench.connect()
        try connection.send(Array(bench.request(body: #"{"params":[]}"#).dropLast(4)))
        try bench.wait { try bench.requests == 1 }
        #expect(try bench.records == 0)
    }

    @Test func `faults strike one after the other, each after its skips and as often as ordered`() throws {
        try bench.order(#"{"kind":"busy","skip":2,"times":2},{"kind":"html","http_status":502,"skip":1}"#)
        #expect(try (0..<7).map { _ in try bench.start().status } == [200, 200, 400, 400, 200, 502, 200])
    }

    @Test func `faults ordered later wait for the earlier ones and spare the control plane`() throws {
        try bench.order(#"{"kind":"busy"}"#)
        try bench.order(#"{"kind":"html"}"#)
        #expect(try bench.requests == 0)
        #expect(try (0..<3).map { _ in try bench.start().status } == [400, 502, 200])
    }

    @Test func `a reset forgets records, counts and faults and lets held clients go`() throws {
        _ = try bench.start()
        try bench.order(#"{"kind":"stall_after_work"},{"kind":"busy"}"#)
        let held = try bench.connect()
        try held.send(bench.request())
        try bench.wait { try bench.records == 2 }
        _ = try bench.control("POST", "reset")
        #expect(throws: RawConnection.Fault.closed) { try held.readReply() }
        #expect(try bench.records == 0)
        #expect(try bench.requests == 0)
        #expect(try bench.start().status == 200)
    }

    @Test(
        arguments: [
            ("{]", "A member name in double quotes should stand here."),
            ("{}", "faults: an array is required"),
            (#"{"faults":[{}]}"#, "faults[0].kind is not one of those that the emulator has"),
            (#"{"faults":[{"kind":"busy"},{"kind":"x"}]}"#, "faults[1].kind is not one of those that the emulator has"),
            (#"{"faults":[{"kind":"busy","times":0}]}"#, "faults[0].times must be a whole number from 1 to 1000000"),
            (#"{"faults":[{"kind":"busy","skip":"1"}]}"#, "faults[0].skip must be a whole number from 0 to 1000000"),
            (#"{"faults":[{"kind":"delay"}]}"#, "faults[0].ms is required"),
            (#"{"faults":[{"kind":"redirect"}]}"#, "faults[0].location is required"),
            (
                #"{"faults":[{"kind":"throttle","retry_after":2}]}"#,
                "faults[0].retry_after must be a string of printable ASCII"
            ),
            (#"{"faults":[{"kind":"unauthorized"}]}"#, "faults[0].message must be a string"),
            (#"{"faults":[{"kind":"date"}]}"#, "faults[0].date_offset_seconds is required"),
            (
                #"{"faults":[{"kind":"busy","date_offset_seconds":"1"}]}"#,
                "faults[0].date_offset_seconds must be a whole number from -1000000000 to 1000000000"
            ),
            (#"{"faults":[{"kind":"error","dialect":8}]}"#, "faults[0].dialect must be a whole number from 1 to 7"),
            (#"{"faults":[{"kind":"html","http_status":204}]}"#, "faults[0].http_status must be one that has a body"),
        ])
    func `an order that makes no sense is refused whole, with the reason`(body: String, reason: String) throws {
        let reply = try bench.call(bench.request("POST", "/_emulator/faults", body: body))
        #expect(reply.status == 400)
        #expect(try reply.json()["error"]?.string == reason)
        #expect(try bench.start().status == 200)
    }

    @Test func `a control that does not exist is not found`() throws {
        #expect(try bench.call(bench.request("GET", "/_emulator/reset")).status == 404)
        #expect(try bench.call(bench.request("GET", "/_emulator/nothing")).status == 404)
        #expect(try bench.requests == 0)
    }
}
