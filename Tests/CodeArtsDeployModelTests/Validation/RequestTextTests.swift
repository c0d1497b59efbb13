import CodeArtsDeployModel
import Testing

/// The request as a text: what holds for it as a whole.
@Suite struct RequestTextTests {
    @Test(arguments: [
        #"{"task_id":"\#(task)"}"#, " {\n\"task_id\" : \"\(task)\" } \n", #"{"t\u0061sk_id":"\#(task)"}"#,
    ])
    func `a task alone is a whole request`(json: String) {
        #expect(faults(in: json) == [])
    }

    @Test(arguments: ["[]", #""text""#, "5", "null", "true", #"[{"task_id":"\#(task)"}]"#])
    func `a request is an object`(json: String) {
        #expect(faults(in: json) == [": type at 1:1"])
    }

    @Test func `a text that is no JSON is refused with the place, and nothing is guessed from the rest of it`() throws {
        let error = try #require(refusal(of: "{\"task_id\":\"short\",\n \"params\":[{\"key\": oops}]}"))
        #expect(error.status == .validation && error.outcome == .notSent)
        #expect(
            faults(in: "{\"task_id\":\"short\",\n \"params\":[{\"key\": oops}]}") == ["params[0].key: json at 2:20"])
        #expect(faults(in: "") == [": json at 1:1"])
        #expect(faults(in: #"{"task_id":"\ud800"}"#) == ["task_id: encoding at 1:13"])
        #expect(faults(in: String(repeating: "[", count: 65)).first?.hasSuffix(": depth at 1:65") == true)
    }

    @Test func `a text may have 12 MB and not a byte more`() throws {
        let json = #"{"task_id":"\#(task)"}"#
        let padding = Array(repeating: UInt8(ascii: " "), count: (12 << 20) - json.utf8.count)
        #expect(
            failure { () throws(DeployError) in try PreparedRequest(.startDeployTask, bytes(json) + padding) } == nil)
        let error = try #require(
            failure { () throws(DeployError) in try PreparedRequest(.startDeployTask, bytes(json) + padding + [0x20]) })
        #expect(error.status == .validation && error.outcome == .notSent)
        #expect(error.violations.map(\.rule) == [.size] && error.violations.map(\.path) == [""])
    }
}
