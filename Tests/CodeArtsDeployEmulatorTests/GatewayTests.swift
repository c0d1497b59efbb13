import CodeArtsDeployModel
import Testing

@Suite struct GatewayTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    @Test(arguments: [(nil, "x-auth-token not found"), ("", "decrypt token fail"), ("wrong", "decrypt token fail")])
    func `no start without the right token`(token: String?, reason: String) throws {
        let reply = try bench.call(bench.request(token: token))
        let id = try #require(reply["X-Request-Id"])
        #expect(reply.status == 401)
        #expect(
            reply.text == """
                {"error_msg":"Incorrect IAM authentication information: \(reason)","error_code":"APIGW.0301",\
                "request_id":"\(id)"}
                """)
        #expect(try bench.records == 0)
    }

    @Test(
        arguments: [
            "/", "/v2/start", "/v2/tasks//start", "/v2/tasks/", "/v2/tasks/\(Harness.task)/start/",
            "/v1/tasks/\(Harness.task)/start", "/v2/tasks/../start",
        ])
    func `a path that the service does not have is not found`(path: String) throws {
        let reply = try bench.start(path: path)
        #expect(reply.status == 404)
        #expect(try reply.json()["error_code"]?.string == "APIGW.0101")
    }

    @Test func `a known path with another method is not found`() throws {
        for method in ["GET", "PUT", "DELETE", "HEAD"] {
            #expect(try bench.call(bench.request(method), method: method).status == 404)
        }
        #expect(try bench.records == 0)
    }

    @Test func `a query does not change the path`() throws {
        #expect(try bench.start(path: Harness.startPath + "?a=b").status == 200)
    }

    @Test func `every operation of the table is served`() throws {
        for operation in Operation.all where operation.isDescribedCall {
            let path = "\(operation.path)".replacing(/{\w+}/, with: String(repeating: "0", count: 32))
            let reply = try bench.call(bench.request("\(operation.method)", path))
            #expect(try reply.json()["error_code"]?.string != "APIGW.0101", "\(operation.name)")
        }
    }

    @Test func `every reply names its request`() throws {
        let ids = try (0..<3).map { _ in try #require(try bench.start()["X-Request-Id"]) }
        #expect(Set(ids).count == 3)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
    }

    @Test func `every reply has the date`() throws {
        let clock = TestClock()
        let bench = try Harness(clock: clock.read)
        #expect(try bench.start()["Date"] == "Mon, 01 Jun 2026 00:00:00 GMT")
        clock.advance(bySeconds: -837_820_217)
        #expect(try bench.get("/nowhere")["Date"] == "Sat, 13 Nov 1999 00:09:43 GMT")
    }

    @Test func `a body of 12 MB is read, one byte more is refused and the connection lives on`() throws {
        let connection = try bench.connect()
        let largest = "{" + String(repeating: " ", count: (12 << 20) - 2) + "}"
        for (body, status) in [(largest, 200), (largest + " ", 413), ("{}", 200)] {
            try connection.send(bench.request(body: body))
            #expect(try connection.readReply().status == status)
        }
        #expect(try bench.records == 2)
    }

    @Test func `a client that asks before it sends a body is told to go on`() throws {
        let connection = try bench.connect()
        let request = bench.request(headers: ["Expect: 100-continue"])
        try connection.send(Array(request.dropLast(2)))
        #expect(String(decoding: try connection.readSome(), as: UTF8.self).hasPrefix("HTTP/1.1 100 Continue\r\n"))
        try connection.send(Array(request.suffix(2)))
        #expect(try connection.readReply().status == 200)
    }
}
