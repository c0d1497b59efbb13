import CodeArtsDeployModel
import Testing

@Suite struct RequestLogTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    private var log: [String] {
        get throws {
            let requests = try #require(try bench.control("GET", "log")["requests"])
            return requests.elements.map { String(decoding: $0.raw, as: UTF8.self) }
        }
    }

    @Test func `everything that was asked is logged in order, and no secret`() throws {
        _ = try bench.start(path: Harness.startPath + "?a=b")
        _ = try bench.call(bench.request(token: nil))
        _ = try bench.call(SignedRequest(accessKey: "Nobody").bytes)
        _ = try bench.get("/v3/auth/tokens")
        _ = try bench.get("/openstack/latest/securitykey")
        let start = #""method":"POST","path":"\#(Harness.startPath)""#
        #expect(
            try log == [
                #"{\#(start),"authorization":"token","access_key":null,"http_status":200}"#,
                #"{\#(start),"authorization":"none","access_key":null,"http_status":401}"#,
                #"{"method":"POST","path":"/v2/tasks/\#(SignedRequest.example)/start","authorization":"key","#
                    + #""access_key":"Nobody","http_status":401}"#,
                #"{"method":"GET","path":"/v3/auth/tokens","authorization":"none","access_key":null,"#
                    + #""http_status":404}"#,
                #"{"method":"GET","path":"/openstack/latest/securitykey","authorization":"none","access_key":null,"#
                    + #""http_status":401}"#,
            ])
        _ = try bench.control("POST", "reset")
        #expect(try log == [])
    }

    @Test func `a request that got no answer has status 0`() throws {
        try bench.order(#"{"kind":"cut_after_work"},{"kind":"throttle"}"#)
        #expect(throws: RawConnection.Fault.closed) { try bench.start() }
        _ = try bench.start()
        let unfinished = try bench.connect()
        try unfinished.send(Array(bench.request().dropLast(2)))
        try bench.wait { try bench.requests == 3 }
        #expect(try log.map { $0.hasSuffix(#""http_status":0}"#) } == [true, false, true])
    }
}
