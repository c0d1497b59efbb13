import CodeArtsDeployModel
import Testing

/// Members that should not be there: unknown, repeated, given twice.
@Suite struct MemberTests {
    private func message(_ json: String) -> String? { refusal(of: json)?.violations.first?.message }

    @Test(arguments: [
        ("parms", "params"), ("taskid", "task_id"), ("triger_source", "trigger_source"), ("recordId", "record_id"),
        ("Params", "params"), ("_option", "_options"), ("trigger-source", "trigger_source"),
        ("record_ids", "record_id"),
    ])
    func `an unknown member is refused and the nearest known one is named`(typed: String, meant: String) {
        #expect(rules(in: request(#""\#(typed)":[]"#)) == ["\(typed): unknown_field"])
        #expect(message(request(#""\#(typed)":[]"#)) == "There is no \(typed) here. Did you mean \(meant)?")
    }

    @Test(arguments: ["name", "app_id", "", "ключ", "deploy_everything"])
    func `where nothing is near, all that is known is named`(typed: String) {
        let known = "Known are: task_id, params, record_id, trigger_source, _options."
        #expect(message(request(#""\#(typed)":1"#)) == "There is no \(typed) here. \(known)")
    }

    @Test func `an unknown member of a parameter is refused as well`() {
        let json = request(#""params":[{"key":"k","value":"v","type":"text","valeu":"x"}]"#)
        #expect(rules(in: json) == ["params[0].valeu: unknown_field"])
        #expect(message(json) == "There is no valeu here. Did you mean value?")
    }

    @Test(arguments: [
        ("x\n", 1, "x\n"), ("x", 128, String(repeating: "x", count: 128)),
        ("x", 129, String(repeating: "x", count: 128) + "…"),
        ("x", 100_000, String(repeating: "x", count: 128) + "…"), ("€", 43, String(repeating: "€", count: 42) + "…"),
    ])
    func `a long name is cut between two characters, since nobody reads it`(part: String, count: Int, shown: String) {
        let json = request(#""\#(String(repeating: part, count: count).replacing("\n", with: "\\n"))":1"#)
        #expect(rules(in: json) == ["\(shown): unknown_field"])
        #expect(message(json)?.hasPrefix("There is no \(shown) here. ") == true)
    }

    @Test func `a member that stands twice is refused where it stands the second time`() {
        #expect(faults(in: "{\"task_id\":\"\(task)\",\n\"task_id\":\"\(task)\"}") == ["task_id: duplicate at 2:1"])
        #expect(rules(in: request(#""task\u005fid":"\#(task)""#)) == ["task_id: duplicate"])
        #expect(rules(in: request(#""params":[],"record_id":"\#(task)","params":[]"#)) == ["params: duplicate"])
        let twice = request(#""params":[{"key":"k","value":"v","type":"text","v\u0061lue":"w"}]"#)
        #expect(rules(in: twice) == ["params[0].value: duplicate"])
    }

    @Test func `a field that comes from outside the text must not stand in it too`() {
        let given = [ExternalField("task_id", bytes(task))]
        #expect(faults(in: "{}", given: given) == [])
        for value in [#""\#(task)""#, #""other""#, "5", "null"] {
            #expect(faults(in: #"{"task_id":\#(value)}"#, given: given) == ["task_id: conflict at 1:2"])
        }
        #expect(faults(in: #"{"task\u005fid":1}"#, given: given) == ["task_id: conflict at 1:2"])
    }

    @Test func `a field from outside is checked like any other, and has no line`() {
        #expect(faults(in: "{}", given: [ExternalField("task_id", bytes("short"))]) == ["task_id: length"])
        #expect(faults(in: "{}", given: [ExternalField("task_id", [])]) == ["task_id: length"])
        let both = faults(in: #"{"record_id":"x"}"#, given: [ExternalField("task_id", bytes("a b"))])
        #expect(both == ["task_id: length", "task_id: pattern", "record_id: length at 1:14"])
    }
}
