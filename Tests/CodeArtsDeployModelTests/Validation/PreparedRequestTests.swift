import CodeArtsDeployModel
import Testing

/// What goes on the wire for what was asked.
@Suite struct PreparedRequestTests {
    private func prepared(_ json: String, given: [ExternalField] = []) throws -> PreparedRequest {
        try PreparedRequest(.startDeployTask, bytes(json), given: given)
    }

    @Test func `the task goes into the path and never into the body`() throws {
        let inside = try prepared(request(#""params":[]"#))
        #expect(inside.path == "/v2/tasks/\(task)/start" && text(inside.body) == #"{"params":[]}"#)
        let outside = try prepared("{}", given: [ExternalField("task_id", bytes(task))])
        #expect(outside.path == "/v2/tasks/\(task)/start" && text(outside.body) == "{}")
        #expect(
            try prepared(#"{"task_id":"d2dc947ec2424d8789bb3984bb3adf\u0034\u0035"}"#).path == "/v2/tasks/\(task)/start"
        )
    }

    @Test func `options are for this library and never sent`() throws {
        #expect(try text(prepared(request(#""_options":{"timeout_ms":5},"params":[]"#)).body) == #"{"params":[]}"#)
        #expect(try text(prepared(request(#""_option\u0073":{}"#)).body) == "{}")
    }

    @Test func `a number for the trigger source goes out as a text`() throws {
        for (given, sent) in [("0", #""0""#), ("1", #""1""#), (#""0""#, #""0""#), (#""1""#, #""1""#)] {
            #expect(
                try text(prepared(request(#""trigger_source": \#(given)"#)).body) == #"{"trigger_source":\#(sent)}"#)
        }
    }

    @Test func `values go out in the caller's order and spelling`() throws {
        let params = #"[ {"type" : "text", "value":"\u00fc\n€", "k\u0065y":"a"} ]"#
        let json = #"{"trigger_source":1,"record_id":"\#(task)","task_id":"\#(task)","p\u0061rams":\#(params)}"#
        #expect(
            try text(prepared(json).body) == #"{"trigger_source":"1","record_id":"\#(task)","params":\#(params)}"#)
    }

    @Test func `an empty request has an empty object for a body`() throws {
        #expect(try text(prepared(#"{"task_id":"\#(task)"}"#).body) == "{}")
    }

    @Test func `the summary tells what would be sent, without the body`() throws {
        let summary = try prepared(request(value: #""secret""#)).summary
        #expect(
            text(summary) == #"{"operation":"start_deploy_task","method":"POST","path":"/v2/tasks/\#(task)/start"}"#)
    }
}
