import CodeArtsDeployModel
import Testing

@Suite struct OptionsTests {
    @Test(arguments: [("1", 1), ("5000", 5000), ("3600000", 3_600_000)])
    func `a call may have a time of its own, from 1 ms to an hour`(json: String, expected: Int) throws {
        let prepared = try PreparedRequest(.startDeployTask, bytes(request(#""_options":{"timeout_ms":\#(json)}"#)))
        #expect(prepared.timeoutMS == expected)
    }

    @Test(arguments: ["0", "-1", "3600001", "1.5", "1e3", "99999999999999999999"])
    func `a time out of range is refused`(json: String) {
        #expect(rules(in: request(#""_options":{"timeout_ms":\#(json)}"#)) == ["_options.timeout_ms: range"])
    }

    @Test(arguments: [#""5000""#, "true", "null", "[]"])
    func `a time is a number`(json: String) {
        #expect(rules(in: request(#""_options":{"timeout_ms":\#(json)}"#)) == ["_options.timeout_ms: type"])
    }

    @Test func `options are an object of known members`() {
        #expect(rules(in: request(#""_options":5000"#)) == ["_options: type"])
        #expect(rules(in: request(#""_options":{"timeout":1}"#)) == ["_options.timeout: unknown_field"])
        #expect(
            rules(in: request(#""_options":{"timeout_ms":1,"timeout_ms":2}"#)) == ["_options.timeout_ms: duplicate"])
        #expect(rules(in: request(#""_options":{}"#)) == [])
    }

    @Test func `without them the client's own time holds`() throws {
        #expect(try PreparedRequest(.startDeployTask, bytes(request(#""params":[]"#))).timeoutMS == nil)
        #expect(try PreparedRequest(.startDeployTask, bytes(request(#""_options":{}"#))).timeoutMS == nil)
    }
}
