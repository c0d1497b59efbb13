import CodeArtsDeployModel
import Testing

/// What the service's words about a deployment mean.
@Suite struct DeploymentStatusTests {
    private func read(_ json: String) throws -> DeploymentStatus? { DeploymentStatus(reading: try root(json)) }

    @Test(
        arguments: [
            ("pending", nil), ("running", nil), ("succeeded", .succeeded), ("failed", .failed), ("timeout", .failed),
            ("abort", .stopped), ("not_started", .stopped), ("not_executed", nil), ("", nil), ("Succeeded", nil),
            ("rolling", nil),
        ] as [(String, DeploymentState.End?)])
    func `each word is an end or none`(word: String, end: DeploymentState.End?) {
        #expect(DeploymentState(word).end == end && DeploymentState(word).word == word)
    }

    @Test func `every form of the answer is read`() throws {
        let inner = #""status":"running","step":"running","record_id":"r","task_id":"t""#
        for json in [
            #"{"status":"success","result":{\#(inner)}}"#, "{\(inner)}",
            #"{"status":"success","result":{"state":"running","record_id":"r","task_id":"t"},"_meta":{}}"#,
            #"{"state":"running","status":"success","record_id":"r","task_id":"t"}"#,
        ] {
            let status = try #require(try read(json))
            #expect(status.state.word == "running" && status.end == nil, "\(json)")
            #expect(status.recordID == "r" && status.taskID == "t" && status.steps.isEmpty)
        }
    }

    @Test func `finish is an end, the word says which`() throws {
        #expect(try read(#"{"status":"succeeded","step":"finish"}"#)?.end == .succeeded)
        #expect(try read(#"{"status":"succeeded","step":"running"}"#)?.end == .succeeded)
        #expect(try read(#"{"status":"failed","step":"finish"}"#)?.end == .failed)
        #expect(try read(#"{"status":"running","step":"finish"}"#)?.end == .unclear)
        #expect(try read(#"{"status":"gone","step":"finish"}"#)?.end == .unclear)
        #expect(try read(#"{"status":"gone","step":"finished"}"#)?.end == nil)
    }

    @Test(arguments: ["{}", "[]", #"{"result":{}}"#, #"{"status":5}"#, "null", #"{"status":"success","result":null}"#])
    func `without a word there is no state`(json: String) throws {
        #expect(try read(json) == nil)
    }

    @Test func `steps are read in each of their forms`() throws {
        let status = try #require(
            try read(
                #"{"status":"failed","step_state":[{"name":"a","id":"1","status":"succeeded","elapsed_time":"3"},"#
                    + #"{"name":"b","state":"failed","elapsed_time":4.5},"initial: succeeded","word",5,{}]}"#))
        var json = JSONWriter()
        json.beginArray()
        for step in status.steps { step.write(to: &json) }
        json.endArray()
        #expect(
            text(json.bytes)
                == #"[{"name":"a","id":"1","state":"succeeded","elapsed_time":"3"},{"name":"b","state":"failed","elapsed_time":4.5},"#
                + #"{"name":"initial","state":"succeeded"},{"name":"word"},{}]"#)
        #expect(status.steps.first { $0.state?.end == .failed }?.name == "b")
        #expect(try self.read(#"{"status":"x","step_states":"initial: failed"}"#)?.steps.first?.name == "initial")
    }
}
