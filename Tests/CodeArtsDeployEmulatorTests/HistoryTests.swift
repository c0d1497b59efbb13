import CodeArtsDeployModel
import Testing

@Suite struct HistoryTests {
    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(clock: clock.read)
    }

    private func page(_ query: String, project: String = Harness.project) throws -> RawReply {
        try bench.read("/v2/\(project)/task/\(Harness.task)/history?\(query)")
    }

    private func history(_ start: String, _ end: String, page: Int = 1, size: Int = 100) throws -> JSONValue {
        let reply = try self.page("page=\(page)&size=\(size)&start_date=\(start)&end_date=\(end)")
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.json()
    }

    private func ids(_ history: JSONValue) -> [String?] {
        history["result"]?.elements.map { $0["execution_id"]?.string } ?? []
    }

    @Test func `records are listed newest first, page by page`() throws {
        let started = try (0..<5).map { _ in try bench.startRecord() }
        let all = try history("2026-06-01", "2026-06-01")
        #expect(all["total_num"]?.integer == 5 && ids(all) == started.reversed())
        let releases = all["result"]?.elements.compactMap { $0["release_id"]?.integer } ?? []
        #expect(releases == releases.sorted(by: >) && Set(releases).count == 5)
        #expect(ids(try history("2026-06-01", "2026-06-01", page: 2, size: 2)) == started.reversed()[2..<4].map { $0 })
        #expect(ids(try history("2026-06-01", "2026-06-01", page: 4, size: 2)) == [])
    }

    @Test func `a record tells its state, times and who started it`() throws {
        try bench.outcomes(#"{"end":"failed","duration_ms":65000}"#)
        _ = try bench.startRecord()
        clock.advance(bySeconds: 100)
        let record = try #require(try history("2026-06-01", "2026-06-01")["result"]?.elements.map { $0 }.first)
        let expected: [(StaticString, String)] = [
            ("state", "failed"), ("start_time", "2026-06-01 08:00:00"), ("end_time", "2026-06-01 08:01:05"),
            ("duration", "00:01:05"), ("operator", "emulator-user"), ("nickname", "emulator-user"),
        ]
        for (name, value) in expected { #expect(record[name]?.string == value) }
    }

    @Test func `days are days of Beijing`() throws {
        clock.advance(byMS: 15 * 3_600_000 + 3_599_999)
        _ = try bench.startRecord()
        clock.advance(byMS: 1)
        _ = try bench.startRecord()
        #expect(try history("2026-06-01", "2026-06-01")["total_num"]?.integer == 1)
        #expect(try history("2026-06-02", "2026-06-02")["total_num"]?.integer == 1)
    }

    @Test(
        arguments: [
            ("size=1&start_date=2026-06-01&end_date=2026-06-01", "APIGW.0106"),
            ("page=1&start_date=2026-06-01&end_date=2026-06-01", "APIGW.0106"),
            ("page=1&size=1&end_date=2026-06-01", "APIGW.0106"),
            ("page=1&size=1&start_date=2026-06-01", "APIGW.0106"),
            ("page=0&size=1&start_date=2026-06-01&end_date=2026-06-01", "Deploy.00015002"),
            ("page=1&size=101&start_date=2026-06-01&end_date=2026-06-01", "Deploy.00015002"),
            ("page=1&size=1&start_date=2026-6-1&end_date=2026-06-01", "Deploy.00015002"),
            ("page=1&size=1&start_date=2026-02-29&end_date=2026-03-01", "Deploy.00015002"),
            ("page=1&size=1&start_date=2026-06-02&end_date=2026-06-01", "Deploy.00015901"),
            ("page=1&size=1&start_date=2026-05-01&end_date=2026-06-01", "Deploy.00015902"),
        ])
    func `a query without all of its members, or beyond their limits, is refused`(query: String, code: String) throws {
        let reply = try page(query)
        #expect(reply.status == 400)
        #expect(try reply.json()["error_code"]?.string == code)
    }

    @Test func `a span of thirty days is allowed`() throws {
        #expect(try history("2026-05-02", "2026-06-01")["total_num"]?.integer == 0)
    }

    @Test func `IAM's project is not the project`() throws {
        let reply = try page(
            "page=1&size=1&start_date=2026-06-01&end_date=2026-06-01", project: "b0000000000000000000000000000001")
        #expect(reply.status == 400)
        #expect(try reply.json()["error_code"]?.string == "Deploy.00016902")
    }

    @Test func `former days can be ordered and are forgotten after 92`() throws {
        let now = try bench.startRecord()
        let days = (1...95).map { #"{"days_ago":\#($0),"state":"\#($0 % 2 == 0 ? "failed" : "succeeded")"}"# }
        let body = #"{"task_id":"\#(Harness.task)","records":[\#(days.shuffled().joined(separator: ","))]}"#
        let old = try bench.control("POST", "history", body: body)["record_ids"]?.elements.map(\.string) ?? []
        #expect(old.count == 95)
        let windows = try [
            ("2026-05-03", "2026-06-01"), ("2026-04-03", "2026-05-02"), ("2026-03-04", "2026-04-02"),
            ("2026-02-02", "2026-03-03"),
        ].map { try history($0.0, $0.1) }
        #expect(windows.flatMap(ids) == [now] + old.prefix(91))
        #expect(try bench.records == 1, "they are no starts")
        let first = windows[0]["result"]?.elements.map { $0["state"]?.string } ?? []
        #expect(first.prefix(3) == ["pending", "succeeded", "failed"])
    }
}
