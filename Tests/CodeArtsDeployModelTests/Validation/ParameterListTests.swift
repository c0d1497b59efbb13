import Testing

/// Rules about parameters among themselves.
@Suite struct ParameterListTests {
    private func list(_ keys: [String]) -> String {
        let params = keys.map { #"{"key":"\#($0)","value":"v","type":"text"}"# }
        return request("\"params\":[\(params.joined(separator: ","))]")
    }

    @Test func `there are at most 500`() {
        #expect(rules(in: list((0..<500).map { "k\($0)" })) == [])
        #expect(rules(in: list((0..<501).map { "k\($0)" })) == ["params: count"])
    }

    @Test func `of too many, the first 500 are checked`() {
        let keys = (0..<600).map { $0 == 499 || $0 == 500 ? "k k" : "k\($0)" }
        #expect(rules(in: list(keys)) == ["params[499].key: pattern", "params: count"])
    }

    @Test func `each key stands once, however it is spelt`() {
        #expect(rules(in: list(["a", "b", "a", "a"])) == ["params[2].key: duplicate", "params[3].key: duplicate"])
        #expect(rules(in: list([#"n\u0061me"#, "name"])) == ["params[1].key: duplicate"])
        #expect(rules(in: list(["name", "Name", "name-", "nam"])) == [])
    }

    @Test func `a key that stands twice is refused where it stands the second time`() {
        let json =
            "{\"task_id\":\"\(task)\",\"params\":[\n{\"key\":\"a\",\"value\":\"\",\"type\":\"text\"},\n{\"type\":\"enum\",\"key\":\"a\",\"value\":\"\"}]}"
        #expect(faults(in: json) == ["params[1].key: duplicate at 3:22"])
    }
}
