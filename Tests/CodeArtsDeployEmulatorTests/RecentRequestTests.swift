import CodeArtsDeployModel
import Testing

@Suite struct RecentRequestTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    private func last(_ count: Int) throws -> [JSONValue] {
        try bench.control("GET", "requests/last?n=\(count)")["requests"]?.elements.map { $0 } ?? []
    }

    @Test func `a request can be compared byte for byte`() throws {
        let body = #"{ "params": [{"key":"k","type":"text","value":"é"}] }"#
        _ = try bench.call(bench.request("POST", Harness.startPath + "?a=b%20c", body: body, headers: ["X-Odd:  1"]))
        let request = try #require(try last(1).first)
        #expect(request["method"]?.string == "POST" && request["path"]?.string == Harness.startPath)
        #expect(request["query"]?.string == "a=b%20c" && request["body"]?.string == body)
        #expect(request["http_status"]?.integer == 200 && request["body_bytes"]?.integer == body.utf8.count)
        #expect(
            request["headers"].map { String(decoding: $0.raw, as: UTF8.self) } == """
                [["Host","emulator"],["Content-Length","54"],["X-Auth-Token","***"],\
                ["Content-Type","application/json"],["X-Odd","1"]]
                """)
    }

    @Test func `no secret is in it`() throws {
        let body = """
            {"params":[{"key":"a","type":"encrypt","value":"do-not-show"},{"key":"b","type":"text","value":"show"},\
            {"value":"do-not-show","type":"encrypt","key":"c"}]}
            """
        _ = try bench.start(body)
        _ = try bench.call(SignedRequest(body: body).bytes)
        let login = #"{"auth":{"identity":{"password":{"user":{"password":"do-not-show"}}}}}"#
        _ = try bench.call(bench.request("POST", "/v3/auth/tokens", body: login))
        _ = try bench.start(#"{"params":[{"type":"encrypt","value":"do-not-show""#)
        let all = try bench.control("GET", "requests/last")
        let text = String(decoding: all.raw, as: UTF8.self)
        #expect(!text.contains("do-not-show") && text.contains("show"))
        #expect(!text.contains(Harness.token) && !text.contains(SignedRequest().signature))
        #expect(text.contains("Signature=***"))
        let bodies = try last(4).map { $0["body"]?.string }
        #expect(bodies[0] == body.replacing("do-not-show", with: "***") && bodies[2] == nil && bodies[3] == nil)
    }

    @Test func `a body's digest tells bodies apart that are not shown`() throws {
        _ = try bench.start("{}")
        let digest = try last(1).first?["body_sha256"]?.string
        #expect(digest == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        _ = try bench.start("{" + String(repeating: " ", count: 70_000) + "}")
        let large = try #require(try last(1).first)
        #expect(large["body"]?.kind == .null && large["body_bytes"]?.integer == 70_002)
    }

    @Test func `only the newest are kept, and the control plane is not among them`() throws {
        let connection = try bench.connect()
        for number in 0..<260 {
            try connection.send(bench.request("POST", "/\(number)"))
            _ = try connection.readReply()
        }
        let paths = try last(256).map { $0["path"]?.string }
        #expect(paths == (4..<260).map { "/\($0)" })
        #expect(try bench.get("/_emulator/requests/last?n=257").status == 400)
        _ = try bench.control("POST", "reset")
        #expect(try last(1).isEmpty)
    }

    @Test func `it says which fault struck a request`() throws {
        try bench.order(#"{"kind":"cut_before_work"}"#)
        #expect(throws: RawConnection.Fault.closed) { try bench.start() }
        _ = try bench.start()
        #expect(try last(2).map { $0["fault"]?.string } == ["cut_before_work", nil])
        #expect(try last(2).map { $0["http_status"]?.integer } == [0, 200])
    }
}
