import CodeArtsDeployModel
import Testing

/// What the answers to other operations than a start mean.
@Suite struct OperationReplyTests {
    private func result(_ name: String, _ httpStatus: Int, _ body: String) throws -> String {
        let reply = ServiceReply(httpStatus: httpStatus, body: bytes(body))
        return try text(ReplyReader(operation(name), reply, attempts: 1, now: newYear).result())
    }

    private func refusal(_ name: String, _ httpStatus: Int, _ body: String) throws -> DeployError? {
        let reader = try ReplyReader(
            operation(name), ServiceReply(httpStatus: httpStatus, body: bytes(body)), attempts: 1, now: newYear)
        return failure { () throws(DeployError) in try reader.result() }
    }

    private static let meta = #""_meta":{"http_status":200,"attempts":1}"#

    @Test func `an array becomes an object with items`() throws {
        #expect(
            try result("show_execution_params", 200, #"[{"name":"port","value":8080}, 5]"#)
                == #"{"items":[{"name":"port","value":8080}, 5],\#(Self.meta)}"#)
        #expect(try result("show_execution_params", 200, "[]") == #"{"items":[],\#(Self.meta)}"#)
    }

    @Test func `the state of a deployment that failed is an answer, with result around it or without`() throws {
        for body in [
            #"{"status":"success","result":{"status":"failed","step":"finish"}}"#,
            #"{"status":"failed","record_id":"r","step":"finish"}"#, #"{"status":"failed","step_state":[]}"#,
            #"{"status":"failed","elapsed_time":5}"#, #"{"status":"failed","step_states":[]}"#,
            #"{"total_num":1,"result":[{"state":"failed"}]}"#,
        ] {
            #expect(try refusal("show_deploy_status", 200, body) == nil, "\(body)")
        }
    }

    @Test func `an error inside a 200 is an error of every operation`() throws {
        for (name, _) in validRequests where try !operation(name).isComposite {
            for body in [
                #"{"status":"error","result":{}}"#, #"{"status":"failed"}"#,
                #"{"error_code":"X.1","status":"success"}"#,
                #"{"error":{"code":"X.1"}}"#, #"{"status":"error","record_id":"r","step":"finish"}"#,
            ] {
                let error = try #require(try refusal(name, 200, body))
                #expect(error.status == .service, "\(name) \(body)")
                #expect(try (error.outcome == .refused) == operation(name).startsDeployment)
            }
        }
    }

    @Test func `a rollback is a success with the id of its record alone, as a start is`() throws {
        #expect(try refusal("rollback_records", 200, #"{"id":"r"}"#) == nil)
        for body in ["{}", "[]", #"{"status":"success"}"#, #"{"id":""}"#] {
            let error = try refusal("rollback_records", 200, body)
            #expect(error?.status == .badResponse && error?.outcome == .unknown, "\(body)")
        }
        #expect(try refusal("rollback_records", 204, "")?.status == .badResponse)
    }

    @Test func `no content is an answer where nothing is needed of it`() throws {
        #expect(try result("call_api", 204, "") == #"{"_meta":{"http_status":204,"attempts":1}}"#)
        #expect(try refusal("call_api", 200, "")?.status == .badResponse)
    }

    @Test(arguments: ["", "true", "5", #""x""#, "null", "<html>", "{"])
    func `what is neither object nor array is no answer`(body: String) throws {
        for name in ["show_deploy_status", "stop_deploy_task_record", "call_api"] {
            #expect(try refusal(name, 200, body)?.status == .badResponse)
        }
    }

    @Test(arguments: [
        ("start_deploy_task", "this task"), ("show_deploy_status", "this task"), ("show_execution_params", "this task"),
        ("stop_deploy_task_record", "this deployment record"), ("show_app_log", "this deployment record"),
        ("show_app_detail_by_id", "this application"), ("update_app_disable_status", "this application"),
        ("list_all_app", "this project"), ("list_deploy_task_history_by_date", "this project or task"),
        ("call_api", "under this path"),
    ])
    func `what was not found is named as what was asked for`(name: String, words: String) throws {
        let error = try #require(try refusal(name, 404, ""))
        #expect(error.status == .notFound && error.message.contains(words), "\(error.message)")
    }

    @Test(arguments: [
        ("Deploy.00011303", 404, "no such deployment record"), ("Deploy.00011303", 400, "no such deployment record"),
        ("Deploy.00016902", 400, "no CodeArts project"), ("APIGW.0101", 404, "no such API"),
        ("APIG.0103", 404, "no such API"),
    ])
    func `a code tells better than the path what was not found`(code: String, httpStatus: Int, words: String) throws {
        let error = try #require(try refusal("show_deploy_status", httpStatus, #"{"error_code":"\#(code)"}"#))
        #expect(error.status == .notFound && error.message.contains(words), "\(error.message)")
    }

    @Test func `advice fits what was sent`() throws {
        #expect(try refusal("show_deploy_status", 500, "")?.message.contains("sent") == false)
        #expect(try refusal("show_deploy_status", 500, "")?.outcome == nil)
        let post = try prepared("call_api", #"{"method":"POST","path":"/x"}"#).operation
        let reader = ReplyReader(post, ServiceReply(httpStatus: 500, body: []), attempts: 1, now: newYear)
        let error = try #require(failure { () throws(DeployError) in try reader.result() })
        #expect(error.outcome == .unknown && error.message.hasSuffix("look at the service before you send it again."))
    }
}
