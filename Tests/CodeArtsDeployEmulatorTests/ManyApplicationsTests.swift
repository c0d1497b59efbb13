import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

/// A project with many applications, some of which not everybody may see or deploy.
@Suite struct ManyApplicationsTests {
    let clock = TestClock()

    private func bench(_ count: Int) throws -> Harness {
        var settings = Emulator.Settings()
        settings.applications = count
        return try Harness(settings: settings, clock: clock.read)
    }

    private func list(_ bench: Harness, _ members: String = "", page: Int = 1, size: Int = 100) throws -> RawReply {
        let body = #"{"project_id":"\#(Harness.project)","page":\#(page),"size":\#(size)\#(members)}"#
        return try bench.call(bench.request("POST", "/v1/applications/list", body: body))
    }

    private func names(_ reply: RawReply) throws -> [String] {
        try #require(try reply.json()["result"]).elements.compactMap { $0["name"]?.string }
    }

    private func task(_ number: Int) -> String { "d" + String(repeating: "0", count: 27) + "\(number)" }

    private func code(_ reply: RawReply) throws -> String? { try reply.json()["error_code"]?.string }

    @Test func `a project of 2000 is read in twenty pages, each application once`() throws {
        let bench = try bench(2000)
        var seen: [String] = []
        for page in 1...20 {
            let reply = try list(bench, page: page)
            #expect(try reply.json()["total_num"]?.integer == 2000)
            seen += try names(reply)
        }
        #expect(seen == (1...2000).map { "emulator-app-\($0)" })
        #expect(try names(try list(bench, page: 21)) == [])
        #expect(try list(bench, size: 101).status == 400)
    }

    @Test func `the ids follow from the place, and the first are those of the documents`() throws {
        let bench = try bench(2000)
        let all = try bench.call(bench.request("GET", "/_emulator/applications", body: "", token: nil)).json()
        let tasks = try #require(all["task_ids"]).elements.map(\.string)
        #expect(tasks[0] == Harness.task && tasks[1] == Harness.otherTask && tasks[1999] == task(2000))
        #expect(try #require(all["app_ids"]).elements.map(\.string)[0] == Harness.app)
        let detail = try bench.read("/v2/tasks/\(task(1234))").json()
        #expect(detail["name"]?.string == "emulator-app-1234")
        #expect(try bench.read("/v2/tasks/\(task(2001))").status == 404)
    }

    @Test func `what runs is found among all, by its state`() throws {
        let bench = try bench(2000)
        for number in [1500, 1700] { _ = try bench.startRecord(task: task(number)) }
        #expect(try names(try list(bench, #","states":["pending"]"#)) == ["emulator-app-1500", "emulator-app-1700"])
        clock.advance(byMS: 300)
        #expect(try names(try list(bench, #","states":["running","pending"]"#, size: 1)) == ["emulator-app-1500"])
        #expect(
            try names(try list(bench, #","states":["running","pending"]"#, page: 2, size: 1)) == ["emulator-app-1700"])
        clock.advance(bySeconds: 10)
        #expect(try names(try list(bench, #","states":["running","pending"]"#)) == [])
        #expect(try list(bench, #","states":["not_executed"]"#).json()["total_num"]?.integer == 1998)
    }

    @Test func `one application is busy, the others are not`() throws {
        let bench = try bench(10)
        _ = try bench.startRecord(task: Harness.otherTask)
        #expect(try code(try bench.start(path: "/v2/tasks/\(Harness.otherTask)/start")) == "Deploy.00011161")
        _ = try bench.startRecord()
    }

    @Test func `applications are named as wished, and several may have one name`() throws {
        let bench = try bench(2)
        try bench.set(#"{"applications":["payments-api","payments-api-canary","支付 服务","payments-api"]}"#)
        #expect(try names(try list(bench)) == ["payments-api", "payments-api-canary", "支付 服务", "payments-api"])
        #expect(try names(try list(bench, #","search":"支付""#)) == ["支付 服务"])
        #expect(
            try names(try list(bench, #","sort_name":"name","sort_by":"DESC""#))
                == ["支付 服务", "payments-api-canary", "payments-api", "payments-api"])
        try bench.set(#"{"applications":0}"#)
        #expect(try list(bench).json()["total_num"]?.integer == 0)
        #expect(try bench.start().status == 404)
        _ = try bench.control("POST", "reset")
        #expect(try names(try list(bench)) == ["emulator-app-1", "emulator-app-2"])
    }

    @Test func `whoever may not look at an application may deploy it and follow that`() throws {
        let bench = try bench(3)
        try bench.set(#"{"forbid_view":["\#(Harness.task)"]}"#)
        let record = try bench.startRecord()
        #expect(try bench.status(of: record)["status"]?.string == "pending")
        let day = "page=1&size=10&start_date=2026-06-01&end_date=2026-06-02"
        for path in [
            "/v2/tasks/\(Harness.task)", "/v1/applications/\(Harness.app)/info",
            "/v2/task/trigger/detail?task_id=\(Harness.task)", "/v2/history/tasks/\(Harness.task)/params",
            "/v2/\(Harness.project)/task/\(Harness.task)/history?\(day)",
            "/v1/applications/\(Harness.app)/records/\(record)/logs?offset=0&end_offset=0",
        ] {
            let reply = try bench.read(path)
            #expect(reply.status == 403, "\(path)")
            #expect(try code(reply) == "Deploy.00011154")
        }
        #expect(try bench.read("/v2/tasks/\(Harness.otherTask)").status == 200)
        let rows = try #require(try list(bench).json()["result"])
        #expect(rows.elements.map { $0["can_view"]?.boolean } == [false, true, true])
        #expect(rows.elements.map { $0["can_execute"]?.boolean } == [true, true, true])
        try bench.set(#"{"forbid_view":true}"#)
        #expect(try list(bench).status == 403)
        _ = try bench.startRecord(task: Harness.otherTask)
        try bench.set(#"{"forbid_view":false}"#)
        #expect(try list(bench).status == 200)
    }

    @Test func `whoever may not deploy an application may look at it`() throws {
        let bench = try bench(2)
        try bench.set(#"{"forbid_execute":["\#(Harness.task)"]}"#)
        let reply = try bench.start()
        #expect(reply.status == 403)
        #expect(try code(reply) == "Deploy.00011154")
        #expect(try bench.read("/v2/tasks/\(Harness.task)").json()["can_execute"]?.boolean == false)
        _ = try bench.startRecord(task: Harness.otherTask)
        try bench.set(#"{"forbid_execute":true}"#)
        #expect(try bench.start(path: "/v2/tasks/\(Harness.otherTask)/start").status == 403)
    }

    @Test func `an application is disabled by a setting, and enabled by the service's own call`() throws {
        let bench = try bench(2)
        try bench.set(#"{"disabled":["\#(Harness.task)"]}"#)
        #expect(try code(try bench.start()) == "Deploy.00016004")
        #expect(try bench.read("/v2/tasks/\(Harness.task)").json()["is_disable"]?.boolean == true)
        let path = "/v1/applications/\(Harness.app)/disable"
        #expect(try bench.call(bench.request("PUT", path, body: #"{"is_disable":false}"#)).status == 200)
        _ = try bench.startRecord()
    }
}
