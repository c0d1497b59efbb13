import CodeArtsDeployModel
import Testing

@Suite struct RollbackTests {
    let bench: Harness

    init() throws {
        bench = try Harness(clock: TestClock().read)
    }

    private func rollback(_ record: String, body: String = "{}") throws -> RawReply {
        try bench.call(bench.request("POST", "/v2/tasks/\(Harness.task)/records/\(record)/rollback", body: body))
    }

    private let version1 = #"{"params":[{"key":"version","type":"text","value":"1"}]}"#

    @Test func `both ways back make a new record with the parameters of the old one`() throws {
        let old = try bench.startRecord(version1)
        let between = try bench.startRecord(version1.replacing("\"1\"", with: "\"2\""))
        let back = try rollback(old)
        #expect(back.status == 200)
        #expect(try back.json().members.map(\.name) == ["id", "task_id", "job_name", "app_component_list"])
        let again = try bench.startRecord(#"{"record_id":"\#(old)"}"#)
        let new = try #require(try back.json()["id"]?.string)
        #expect(Set([old, between, new, again]).count == 4)
        let (one, two) = (
            #"[{"key":"version","type":"text","value":"1"}]"#, #"[{"key":"version","type":"text","value":"2"}]"#
        )
        #expect(try bench.recorded("params") == [one, two, one, one])
        #expect(try bench.recorded("source") == [#""start""#, #""start""#, #""rollback""#, #""start_record""#])
        #expect(try bench.recorded("source_record_id") == ["null", "null", "\"\(old)\"", "\"\(old)\""])
        #expect(try bench.recorded("release_id") == ["1001", "1002", "1003", "1004"])
    }

    @Test func `a record that failed can be gone back to`() throws {
        try bench.outcomes(#"{"end":"failed"}"#)
        #expect(try rollback(try bench.startRecord()).status == 200)
    }

    @Test func `there is no way back to a record that nobody made, or that is another task's`() throws {
        let nobody = try rollback(String(repeating: "0", count: 32))
        #expect(nobody.status == 404)
        #expect(try nobody.json()["error_code"]?.string == "Deploy.00011303")
        #expect(try rollback(try bench.startRecord(task: Harness.otherTask)).status == 404)
        #expect(try bench.records == 1)
    }

    @Test(arguments: ["", "[]"])
    func `a rollback demands an empty object`(body: String) throws {
        let record = try bench.startRecord()
        #expect(try rollback(record, body: body).status == 400)
        #expect(try bench.records == 1)
    }
}
