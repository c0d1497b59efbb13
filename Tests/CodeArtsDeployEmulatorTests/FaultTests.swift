import CodeArtsDeployModel
import Testing

@Suite struct FaultTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    @Test(arguments: [("cut_before_work", 0), ("cut_after_work", 1)])
    func `a cut ends the connection without an answer`(kind: String, records: Int) throws {
        try bench.order(#"{"kind":"\#(kind)"}"#)
        #expect(throws: RawConnection.Fault.closed) { try bench.start() }
        #expect(try bench.records == records)
        #expect(try bench.requests == 1)
    }

    @Test func `a warm connection can be cut at its second request`() throws {
        try bench.order(#"{"kind":"cut_after_work","skip":1}"#)
        let connection = try bench.connect()
        try connection.send(bench.request())
        #expect(try connection.readReply().status == 200)
        try connection.send(bench.request())
        #expect(throws: RawConnection.Fault.closed) { try connection.readReply() }
        #expect(try bench.records == 2)
    }

    @Test func `a reset breaks the connection before the work`() throws {
        try bench.order(#"{"kind":"reset"}"#)
        #expect(throws: RawConnection.Fault.reset) { try bench.start() }
        #expect(try bench.records == 0)
    }

    @Test func `half a body announces all of it`() throws {
        try bench.order(#"{"kind":"half_body"}"#)
        let connection = try bench.connect()
        try connection.send(bench.request())
        var received: [UInt8] = []
        #expect(throws: RawConnection.Fault.closed) { while true { received += try connection.readSome() } }
        let parts = String(decoding: received, as: UTF8.self).split(separator: "\r\n\r\n", maxSplits: 1)
        let announced = try #require(RawReply(head: String(parts[0]))["Content-Length"].flatMap { Int($0) })
        #expect(parts[1].utf8.count == announced / 2)
        #expect(try bench.records == 1)
    }

    @Test func `a reply can be held after the work`() throws {
        try bench.order(#"{"kind":"stall_after_work"}"#)
        let connection = try bench.connect()
        try connection.send(bench.request())
        try bench.wait { try bench.records == 1 }
        try bench.release()
        #expect(try connection.readReply().status == 200)
    }

    @Test func `a request can be held before the work and is never done`() throws {
        try bench.order(#"{"kind":"stall_before_work"}"#)
        let connection = try bench.connect()
        try connection.send(bench.request())
        try bench.release()
        #expect(throws: RawConnection.Fault.closed) { try connection.readReply() }
        #expect(try bench.records == 0)
    }

    @Test func `a dripping reply comes in many pieces and is whole in the end`() throws {
        try bench.order(#"{"kind":"drip","interval_ms":1}"#)
        let connection = try bench.connect()
        try connection.send(bench.request() + bench.request())
        #expect(try connection.readReply().status == 200)
        #expect(connection.pieces > 1)
        #expect(try connection.readReply().status == 200)
        #expect(try bench.records == 2)
    }

    @Test func `a drip that ends early harms nobody`() throws {
        try bench.order(#"{"kind":"drip","interval_ms":1},{"kind":"drip","interval_ms":600000}"#)
        do {
            let connection = try bench.connect()
            try connection.send(bench.request())
            _ = try connection.readSome()
        }
        let connection = try bench.connect()
        try connection.send(bench.request() + bench.request())
        #expect(try connection.readSome() == Array("H".utf8))
        #expect(try bench.requests == 2, "the request behind a drip waits for its end")
        #expect(try bench.start().status == 200)
        try bench.emulator.stop()
        #expect(throws: RawConnection.Fault.closed) { try connection.readSome() }
    }

    @Test func `a late reply is whole`() throws {
        try bench.order(#"{"kind":"delay","ms":20}"#)
        let began = ContinuousClock.now
        #expect(try bench.start().status == 200)
        #expect(began.duration(to: .now) >= .milliseconds(20))
        #expect(try bench.records == 1)
    }

    @Test func `a reply can be made as large as wanted and stays JSON`() throws {
        try bench.order(#"{"kind":"too_large","bytes":100000}"#)
        let reply = try bench.start()
        #expect(reply.body.count == 100_000)
        #expect(try reply.json()["task_id"]?.string == Harness.task)
        #expect(try bench.records == 1)
    }

    @Test(
        arguments: [
            (#"{"kind":"throttle","retry_after":"2"}"#, 429, "APIGW.0308"),
            (#"{"kind":"throttle"}"#, 429, "APIGW.0308"),
            (#"{"kind":"busy"}"#, 400, "Deploy.00011161"),
        ])
    func `the service can be too busy for a request`(fault: String, status: Int, code: String) throws {
        try bench.order(fault)
        let reply = try bench.start()
        #expect(reply.status == status)
        #expect(try reply.json()["error_code"]?.string == code)
        #expect(reply["Retry-After"] == (fault.contains("retry_after") ? "2" : nil))
        #expect(try bench.records == 0)
    }

    @Test(
        arguments: [
            (1, #"{"error_msg":"Backend unavailable","error_code":"APIGW.0201","request_id":"ID"}"#),
            (2, #"{"error_msg":"TEXT","error_code":"Deploy.00011042"}"#),
            (
                3,
                #"{"error":{"code":"DEV-12-10303","reason":"TEXT"},"status":"error","error_msg":"TEXT","#
                    + #""error_code":"Deploy.00011042"}"#
            ),
            (
                4,
                #"{"error":{"code":"Deploy.00011042","message":"TEXT","reason":"TEXT"},"error_msg":"TEXT","#
                    + #""error_code":"Deploy.00011042","status":"failed"}"#
            ),
            (5, #"{"error":{"code":"Deploy.00011042","message":"TEXT"},"status":"failed"}"#),
            (6, #"{"error":{"code":500,"message":"TEXT","title":"TITLE"}}"#),
            (7, #"{"errorCode":"Deploy.00011042","errorMsg":"TEXT"}"#),
        ])
    func `an error comes in the dialect that was ordered, in any status`(dialect: Int, body: String) throws {
        for status in [500, 200] {
            try bench.order(#"{"kind":"error","http_status":\#(status),"dialect":\#(dialect)}"#)
            let reply = try bench.start()
            // The id last: by chance it may have any of the others in it.
            let expected = body.replacing("TEXT", with: "应用配置不完整,无法执行")
                .replacing("500", with: status == 200 ? "400" : "500")
                .replacing("TITLE", with: status == 200 ? "Bad Request" : "Internal Server Error")
                .replacing("ID", with: reply["X-Request-Id"] ?? "")
            #expect(reply.status == status)
            #expect(reply.text == expected)
            #expect(reply["Content-Type"] == (dialect == 3 ? "text/html; charset=UTF-8" : "application/json"))
        }
        #expect(try bench.records == 0)
    }

    @Test func `a credential can be refused in any words`() throws {
        try bench.order(#"{"kind":"unauthorized","message":"signature expired, so to say"}"#)
        let reply = try bench.start()
        #expect(reply.status == 401)
        #expect(try reply.json()["error_code"]?.string == "APIGW.0301")
        #expect(try reply.json()["error_msg"]?.string == "signature expired, so to say")
        #expect(try bench.records == 0)
    }

    @Test func `the service's clock can be wrong, beside another fault or by itself`() throws {
        let bench = try Harness(clock: TestClock().read)
        try bench.order(
            #"{"kind":"date","date_offset_seconds":-86400},{"kind":"busy","date_offset_seconds":600}"#)
        let replies = try (0..<3).map { _ in try bench.start() }
        #expect(replies.map(\.status) == [200, 400, 200])
        #expect(
            replies.map { $0["Date"] } == [
                "Sun, 31 May 2026 00:00:00 GMT", "Mon, 01 Jun 2026 00:10:00 GMT", "Mon, 01 Jun 2026 00:00:00 GMT",
            ])
    }

    @Test func `a proxy's page and a redirect can stand in for the service`() throws {
        try bench.order(#"{"kind":"html","http_status":503},{"kind":"redirect","location":"http://127.0.0.1:1/"}"#)
        let page = try bench.start()
        #expect(page.status == 503 && page["Content-Type"] == "text/html" && page.text.hasPrefix("<html>"))
        let redirect = try bench.start()
        #expect(redirect.status == 302 && redirect["Location"] == "http://127.0.0.1:1/")
        #expect(try bench.records == 0)
    }
}
