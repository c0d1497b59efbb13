import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct ConnectionTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    @Test func `a connection serves one request after the other`() throws {
        let connection = try bench.connect()
        for _ in 0..<3 {
            try connection.send(bench.request())
            #expect(try connection.readReply().status == 200)
        }
        #expect(try bench.records == 3)
    }

    @Test func `a client that wants to close gets its reply first`() throws {
        let connection = try bench.connect()
        try connection.send(bench.request(headers: ["Connection: close"]))
        let reply = try connection.readReply()
        #expect(reply.status == 200 && reply["Connection"] == "close")
        #expect(throws: RawConnection.Fault.closed) { try connection.readReply() }
    }

    @Test func `requests sent ahead wait for the reply to the one before`() throws {
        try bench.order(#"{"kind":"stall_after_work"}"#)
        let connection = try bench.connect()
        try connection.send(bench.request() + bench.request(token: "wrong") + bench.request())
        try bench.wait { try bench.records == 1 }
        #expect(try bench.requests == 1)
        try bench.release()
        #expect(try (0..<3).map { _ in try connection.readReply().status } == [200, 401, 200])
        #expect(try bench.records == 2)
    }

    @Test func `what is not HTTP is refused and starts nothing`() throws {
        let connection = try bench.connect()
        try connection.send(Array("\u{16}\u{3}\u{1} not HTTP\r\n\r\n".utf8))
        #expect(try connection.readReply().status == 400)
        #expect(throws: RawConnection.Fault.closed) { try connection.readReply() }
        #expect(try bench.requests == 0)
    }

    @Test func `the announcement names what a client needs`() throws {
        let json = try JSONDocument(parsing: Array(bench.emulator.announcement.utf8)).root
        #expect(json["endpoint"]?.string == "http://127.0.0.1:\(bench.port)")
        #expect(json["iam_endpoint"]?.string == bench.emulator.endpoint)
        #expect(json["metadata_endpoint"]?.string == bench.emulator.endpoint)
        #expect(json["token"]?.string == bench.emulator.token)
        let credentials = ["ak", "sk", "user", "user_id", "password", "passcode", "domain", "iam_project"]
        let names = Set(json.members.filter { $0.value.string?.isEmpty == false }.map(\.name))
        #expect(names.isSuperset(of: credentials))
        #expect(json["task_ids"]?.elements.map(\.string).first == Harness.task)
        let ids = [json["project_id"]] + (json["app_ids"]?.elements.map { $0 } ?? [])
        #expect(ids.allSatisfy { $0?.string?.utf8.count == 32 })
    }

    @Test func `a port that is taken is an error that names it`() throws {
        let error = #expect(throws: CannotListen.self) { try Emulator(port: bench.port) }
        #expect(error?.description == "cannot listen on 127.0.0.1, port \(bench.port): Address already in use")
    }

    @Test func `after a stop nobody listens and open connections are closed`() throws {
        let connection = try bench.connect()
        try connection.send(bench.request())
        _ = try connection.readReply()
        try bench.emulator.stop()
        #expect(throws: RawConnection.Fault.closed) { try connection.readReply() }
        #expect(throws: RawConnection.Fault.connect) { try bench.connect() }
    }
}
