import CodeArtsDeployModel
import Testing

@Suite struct StartDeployTaskTests {
    let bench: Harness

    init() throws {
        bench = try Harness(clock: TestClock().read)
    }

    @Test func `a start answers with the documented members and the record can be looked up`() throws {
        let reply = try bench.start(
            """
            {
              "params" : [ {
                "key" : "string",
                "value" : "test",
                "type" : "text"
              }, {
                "key" : "env",
                "value" : "e3144513a4094398857c992606ccba12",
                "type" : "host_group"
              } ],
              "trigger_source" : "0"
            }
            """)
        #expect(reply.status == 200)
        let json = try reply.json()
        #expect(json.members.map(\.name) == ["id", "task_id", "job_name", "app_component_list"])
        let id = try #require(json["id"]?.string)
        #expect(id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        #expect(json["task_id"]?.string == Harness.task)
        let jobName = try #require(json["job_name"]?.string)
        #expect(jobName.hasPrefix("job_\(id)_") && jobName.wholeMatch(of: /job_\w{32}_\d{13}/) != nil)
        #expect(json["app_component_list"].map { Array($0.elements).count } == 0)

        let listing = try bench.control("GET", "records")
        let record = try #require(listing["records"]?.elements.map { $0 }.first)
        #expect(listing["total"]?.integer == 1)
        #expect(record["record_id"]?.string == id && record["job_name"]?.string == jobName)
        #expect(record["state"]?.string == "pending" && record["trigger_source"]?.string == "0")
        #expect(record["source_record_id"]?.kind == .null)
        #expect(
            record["params"].map { String(decoding: $0.raw, as: UTF8.self) } == """
                [{"key":"string","type":"text","value":"test"},\
                {"key":"env","type":"host_group","value":"e3144513a4094398857c992606ccba12"}]
                """)
    }

    @Test func `a body is optional`() throws {
        #expect(try bench.start("").status == 200)
    }

    @Test func `a private value appears in no listing`() throws {
        _ = try bench.start(#"{"params":[{"key":"password","value":"do-not-show","type":"encrypt"}]}"#)
        let record = try #require(try bench.control("GET", "records")["records"])
        #expect(!String(decoding: record.raw, as: UTF8.self).contains("do-not-show"))
        #expect(record.elements.map { $0["params"]?.elements.map { $0["value"]?.string } } == [[""]])
    }

    @Test func `a parameter without key or value is passed over, as the service does`() throws {
        #expect(try bench.start(#"{"params":[{"type":"text","value":"v"},{"type":"text","key":"k"}]}"#).status == 200)
        let records = try #require(try bench.control("GET", "records")["records"])
        #expect(records.elements.map { $0["params"]?.elements.map { _ in 1 } } == [[]])
    }

    @Test(
        arguments: [
            "[]", "null", "{", "{}x", "\u{FEFF}{}",
            #"{"params":"notalist"}"#,
            #"{"params":null}"#,
            #"{"params":[1]}"#,
            #"{"params":[{"key":"k","value":"v"}]}"#,
            #"{"params":[{"key":"k","value":"v","type":"nope"}]}"#,
            #"{"params":[{"key":"","value":"v","type":"text"}]}"#,
            #"{"params":[{"key":"k k","value":"v","type":"text"}]}"#,
            #"{"params":[{"key":1,"value":"v","type":"text"}]}"#,
            #"{"params":[{"key":"k","value":1,"type":"text"}]}"#,
            #"{"params":[{"key":"k","value":"a{{b}}","type":"text"}]}"#,
            #"{"params":[{"key":"k","value":"{%","type":"text"}]}"#,
            #"{"params":[{"key":"k","value":"{#","type":"text"}]}"#,
            #"{"record_id":"zzz!"}"#, #"{"record_id":1}"#,
            #"{"trigger_source":0}"#, #"{"trigger_source":"7"}"#, #"{"trigger_source":null}"#,
        ])
    func `a request that breaks a documented limit is refused and starts nothing`(body: String) throws {
        let reply = try bench.start(body)
        #expect(reply.status == 400)
        #expect(reply.text == #"{"error_msg":"invalid request parameter","error_code":"Deploy.00015002"}"#)
        #expect(try bench.records == 0)
    }

    @Test(arguments: [(128, 8192, 200), (129, 8192, 400), (128, 8193, 400)])
    func `key and value may have their documented lengths`(key: Int, value: Int, status: Int) throws {
        let key = String(repeating: "k", count: key)
        let value = String(repeating: "é", count: value)
        #expect(try bench.start(#"{"params":[{"key":"\#(key)","value":"\#(value)","type":"text"}]}"#).status == status)
    }

    @Test func `going back needs a record of the same task`() throws {
        let id = try #require(try bench.start().json()["id"]?.string)
        let back = #"{"record_id":"\#(id)"}"#
        #expect(try bench.start(back).status == 200)
        let records = try #require(try bench.control("GET", "records")["records"])
        #expect(records.elements.map { $0["source_record_id"]?.string } == [nil, id])

        let elsewhere = try bench.start(back, path: "/v2/tasks/\(Harness.otherTask)/start")
        #expect(elsewhere.status == 400)
        #expect(try elsewhere.json()["error_code"]?.string == "Deploy.00011303")
        let unknown = try bench.start(#"{"record_id":"00000000000000000000000000000000"}"#)
        #expect(unknown.status == 400 && unknown["Content-Type"] == "text/html; charset=UTF-8")
        #expect(try unknown.json()["error_msg"]?.string == "无执行记录")
        #expect(try bench.records == 2)
    }

    @Test func `a task that does not exist gets the service's 404, a malformed id its 400`() throws {
        let unknown = try bench.start(path: "/v2/tasks/00000000000000000000000000000000/start")
        #expect(unknown.status == 404)
        #expect(try unknown.json()["error_code"]?.string == "Deploy.00011020")
        let malformed = try bench.start(path: "/v2/tasks/%7Btask_id%7D/start")
        #expect(malformed.status == 400)
        #expect(try malformed.json()["error_code"]?.string == "Deploy.00015002")
    }

    @Test(arguments: ["application/json", "application/json;charset=utf-8", "Application/JSON ; charset=UTF-8"])
    func `a body that is declared JSON is read`(type: String) throws {
        #expect(try bench.call(bench.request(contentType: type)).status == 200)
    }

    @Test(arguments: [nil, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    func `the content type is mandatory, whatever the body`(type: String?) throws {
        for body in ["{}", ""] {
            let reply = try bench.call(bench.request(body: body, contentType: type))
            #expect(reply.status == 400)
            #expect(try reply.json()["error_code"]?.string == "Deploy.00015002")
        }
        #expect(try bench.records == 0)
    }
}
