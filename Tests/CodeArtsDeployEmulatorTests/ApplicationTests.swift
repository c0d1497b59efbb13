import CodeArtsDeployModel
import Testing

@Suite struct ApplicationTests {
    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(clock: clock.read)
    }

    private func list(_ more: String = "", project: String = Harness.project) throws -> RawReply {
        let body = #"{"project_id":"\#(project)","page":1,"size":10\#(more)}"#
        return try bench.call(bench.request("POST", "/v1/applications/list", body: body))
    }

    private func states(_ reply: RawReply) throws -> [String?] {
        try reply.json()["result"]?.elements.map { $0["execution_state"]?.string } ?? []
    }

    @Test func `the application leads to the task and the task to the application`() throws {
        let detail = try #require(try bench.read("/v1/applications/\(Harness.app)/info").json()["result"])
        let task = try #require(detail["arrange_infos"]?.elements.map { $0 }.first)
        #expect(task["id"]?.string == Harness.task && task["state"]?.string == "Available")
        #expect(detail["is_disable"]?.boolean == false && detail["project_id"]?.string == Harness.project)
        #expect(task["steps"]?.members.map(\.name) == ["step1", "step2", "step3"])
        let back = try bench.read("/v2/tasks/\(Harness.task)").json()
        #expect(back["app_id"]?.string == Harness.app && back["project_id"]?.string == Harness.project)
    }

    @Test func `ids are not mixed up`() throws {
        for path in ["/v1/applications/\(Harness.task)/info", "/v2/tasks/\(Harness.app)"] {
            let reply = try bench.read(path)
            #expect(reply.status == 404)
            #expect(try reply.json()["error_code"]?.string == "Deploy.00011020")
        }
    }

    @Test func `a project's applications are listed with their newest deployment`() throws {
        #expect(try states(try list()) == ["not_executed", "not_executed"])
        _ = try bench.startRecord(task: Harness.otherTask)
        #expect(try states(try list()) == ["not_executed", "pending"])
        #expect(try states(try list(#","states":["pending","failed"]"#)) == ["pending"])
        #expect(try states(try list(#","sort_name":"startTime","sort_by":"DESC""#)) == ["pending", "not_executed"])
        #expect(try states(try list(#","search":"app-1""#)) == ["not_executed"])
        #expect(try list(project: "b0000000000000000000000000000001").status == 400)
        #expect(try list(#","states":"pending""#).status == 400)
    }

    @Test func `a project's tasks are listed in pages`() throws {
        let path = "/v2/\(Harness.project)/tasks/list"
        let reply = try bench.read(path + "?page=2&size=1").json()
        #expect(reply["total_num"]?.integer == 2)
        #expect(reply["result"]?.elements.map { $0["task_id"]?.string } == [Harness.otherTask])
        #expect(try bench.read(path + "?page=1").json()["error_code"]?.string == "APIGW.0106")
    }

    @Test func `success rates count what went well in a range of days`() throws {
        try bench.outcomes(#"{"end":"failed","times":6}"#)
        for _ in 0..<7 { _ = try bench.startRecord() }
        clock.advance(bySeconds: 10)
        let days = "start_date=2026-06-01&end_date=2026-06-01"
        let project = try bench.read("/v2/\(Harness.project)/metrics/success-rate?\(days)").json()
        #expect(project["success_rate"]?.string == "14.29" && project["record_count"]?.integer == 7)
        let body = """
            {"start_date":"2026-06-01","end_date":"2026-06-02","task_ids":["\(Harness.task)","\(Harness.otherTask)"]}
            """
        let path = "/v2/\(Harness.project)/tasks/metrics/success-rate"
        let tasks = try bench.call(bench.request("POST", path, body: body)).json()["tasks_success_rate"]
        #expect(tasks?.elements.map { $0["success_rate"]?.string } == ["14.29", "0.00"])
        #expect(tasks?.elements.map { $0["success_record_count"]?.integer } == [1, 0])
        let year = try bench.read(
            "/v2/\(Harness.project)/metrics/success-rate?start_date=2025-01-01&end_date=2026-06-01")
        #expect(try year.json()["error_code"]?.string == "Deploy.00015902")
    }
}
