import CodeArtsDeployModel
import Testing

@Suite struct LogTests {
    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(clock: clock.read)
    }

    private func part(_ record: String, _ query: String) throws -> JSONValue {
        let reply = try bench.read("/v1/applications/\(Harness.app)/records/\(record)/logs?\(query)")
        try #require(reply.status == 200, "\(reply.text)")
        return try #require(try reply.json()["result"])
    }

    /// All that there is, read part by part.
    private func whole(_ record: String, from start: Int = 0) throws -> (text: String, end: Int, hasMore: Bool) {
        var text = ""
        var offset = start
        while true {
            let part = try part(record, "offset=\(offset)&end_offset=0")
            text += try #require(part["text"]?.string)
            let end = try #require(part["end_offset"]?.string.flatMap { Int($0) })
            if end == offset { return (text, end, part["has_more"]?.boolean == true) }
            offset = end
        }
    }

    @Test func `a log grows with the deployment and is never rewritten`() throws {
        try bench.set(#"{"log_part":50}"#)
        let record = try bench.startRecord()
        var followed = ""
        var offset = 0
        for _ in 0..<15 {
            let (text, end, hasMore) = try whole(record, from: offset)
            followed += text
            offset = end
            #expect(hasMore == (try bench.status(of: record)["step"]?.string == "running"))
            clock.advance(byMS: 100)
        }
        #expect(followed == (try whole(record).text))
        #expect(followed.split(separator: "\n").count == 3 * 5)
        #expect(followed.hasPrefix("[2026-06-01 08:00:00] initial: begins\n"))
        #expect(followed.hasSuffix("Stop the service: succeeded\n"))
    }

    @Test func `the log of a failure ends with the step that failed`() throws {
        try bench.outcomes(#"{"end":"failed","failed_step":2}"#)
        let record = try bench.startRecord()
        clock.advance(bySeconds: 5)
        #expect(try whole(record).text.hasSuffix("下载软件包: failed\n"))
    }

    @Test func `a stop ends the log where it was`() throws {
        let record = try bench.startRecord()
        clock.advance(byMS: 290)
        let before = try whole(record).text
        _ = try bench.call(bench.request("PUT", "/v2/tasks/\(Harness.task)/records/\(record)/stop"))
        clock.advance(bySeconds: 5)
        let (text, _, hasMore) = try whole(record)
        #expect(text.hasPrefix(before) && text.hasSuffix("initial: abort\n") && !hasMore)
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test func `parts end between characters, whatever their limits`() throws {
        let record = try bench.startRecord()
        clock.advance(bySeconds: 5)
        let text = Array(try whole(record).text.utf8)
        for limit in 1..<120 {
            let part = try part(record, "offset=0&end_offset=\(limit)")
            let bytes = Array((part["text"]?.string ?? "").utf8)
            #expect(bytes.count <= limit && bytes.count > limit - 3 && text.starts(with: bytes))
        }
    }

    @Test func `one step's log can be read by its id`() throws {
        let record = try bench.startRecord()
        clock.advance(bySeconds: 5)
        let detail = try bench.read("/v1/applications/\(Harness.app)/info").json()
        let step = detail["result"]?["arrange_infos"]?.elements.map { $0["steps"]?["step2"] }.first ?? nil
        let id = try #require(step?["id"]?.string)
        let text = try #require(try part(record, "offset=0&end_offset=0&step_id=\(id)")["text"]?.string)
        #expect(text.split(separator: "\n").count == 5)
        #expect(text.split(separator: "\n").allSatisfy { $0.contains("下载软件包") })
    }

    @Test(
        arguments: [
            ("", "APIGW.0106"), ("offset=0", "APIGW.0106"), ("end_offset=0", "APIGW.0106"),
            ("offset=-1&end_offset=0", "Deploy.00015002"), ("offset=a&end_offset=0", "Deploy.00015002"),
            ("offset=0&end_offset=12345678901234567890", "Deploy.00015002"),
            ("offset=0&end_offset=0&step_id=nothing", "Deploy.00015002"),
        ])
    func `a log needs both offsets, and a step that there is`(query: String, code: String) throws {
        let record = try bench.startRecord()
        let reply = try bench.read("/v1/applications/\(Harness.app)/records/\(record)/logs?\(query)")
        #expect(reply.status == 400)
        #expect(try reply.json()["error_code"]?.string == code)
    }

    @Test func `the largest offsets are no accident`() throws {
        let record = try bench.startRecord()
        let part = try part(record, "offset=9999999999999999999&end_offset=9999999999999999999")
        #expect(part["text"]?.string == "")
    }

    @Test func `the log is the application's, not the task's`() throws {
        let record = try bench.startRecord()
        let other = "a0000000000000000000000000000002"
        for app in [Harness.task, other] {
            let reply = try bench.read("/v1/applications/\(app)/records/\(record)/logs?offset=0&end_offset=0")
            #expect(reply.status == 404)
        }
    }
}
