import CodeArtsDeployModel
import Testing

/// Replies that end badly after the work was done.
@Suite struct ToxicTests {
    let bench: Harness

    init() throws {
        bench = try Harness()
    }

    /// All that comes until the connection ends.
    private func answer() throws -> String {
        let connection = try bench.connect()
        try connection.send(bench.request())
        var received: [UInt8] = []
        #expect(throws: RawConnection.Fault.closed) { while true { received += try connection.readSome() } }
        return String(decoding: received, as: UTF8.self)
    }

    @Test func `a connection can break after the work`() throws {
        try bench.order(#"{"kind":"reset_after_work"}"#)
        let connection = try bench.connect()
        try connection.send(bench.request())
        #expect(throws: RawConnection.Fault.reset) { try connection.readReply() }
        #expect(try bench.records == 1)
    }

    @Test func `an answer can end with its headers`() throws {
        try bench.order(#"{"kind":"close_after_headers"}"#)
        let text = try answer()
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("\r\n\r\n"))
        #expect(try bench.records == 1)
    }

    @Test func `an answer can be whole and yet shorter than announced`() throws {
        try bench.order(#"{"kind":"wrong_length","bytes":7}"#)
        let parts = try answer().split(separator: "\r\n\r\n", maxSplits: 1)
        let announced = RawReply(head: String(parts[0]))["Content-Length"]
        #expect(announced == String(parts[1].utf8.count + 7) && parts[1].hasSuffix("}"))
        #expect(try bench.records == 1)
    }

    @Test func `an answer can come late by lot`() throws {
        try bench.order(#"{"kind":"jitter","ms":20,"max_ms":30}"#)
        let began = ContinuousClock.now
        #expect(try bench.start().status == 200)
        #expect(began.duration(to: .now) >= .milliseconds(20))
    }

    @Test func `an error can have any code and words`() throws {
        try bench.order(
            #"{"kind":"busy","code":"Deploy.00060218"},{"kind":"error","code":"X.1","message":"m","dialect":3}"#)
        #expect(try bench.start().json()["error_code"]?.string == "Deploy.00060218")
        #expect(
            try bench.start().text == """
                {"error":{"code":"DEV-12-10303","reason":"m"},"status":"error","error_msg":"m","error_code":"X.1"}
                """)
    }
}
