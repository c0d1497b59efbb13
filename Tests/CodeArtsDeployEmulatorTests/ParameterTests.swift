import CodeArtsDeployModel
import Testing

@Suite struct ParameterTests {
    let bench: Harness

    init() throws {
        bench = try Harness(clock: TestClock().read)
    }

    private func params(_ query: String = "") throws -> String {
        try bench.read("/v2/history/tasks/\(Harness.task)/params\(query)").text
    }

    private let given = """
        {"params":[{"key":"version","type":"text","value":"1.2.3"},{"key":"port","type":"text","value":"8080"},\
        {"key":"code","type":"text","value":"007"},{"key":"secret","type":"encrypt","value":"do-not-show"},\
        {"key":"env","type":"host_group","value":"e1"}]}
        """

    @Test func `parameters come back as a bare array, numbers as numbers and secrets empty`() throws {
        let record = try bench.startRecord(given)
        let expected = """
            [{"name":"version","type":"text","value":"1.2.3"},{"name":"port","type":"text","value":8080},\
            {"name":"code","type":"text","value":"007"},{"name":"secret","type":"encrypt","value":""},\
            {"name":"env","type":"host_group","value":"e1"}]
            """
        #expect(try params("?record_id=\(record)") == expected)
        #expect(try params() == expected)
    }

    @Test(arguments: [("1.50", "1.5"), ("-3", "-3"), ("1e3", "1000.0"), ("1.2.3", #""1.2.3""#), ("", #""""#)])
    func `what reads like a number comes back as the number that it is`(value: String, shown: String) throws {
        let record = try bench.startRecord(#"{"params":[{"key":"a","type":"text","value":"\#(value)"}]}"#)
        #expect(try params("?record_id=\(record)") == #"[{"name":"a","type":"text","value":\#(shown)}]"#)
    }

    @Test func `a parameter that the application does not declare is silently left out`() throws {
        try bench.set(#"{"declared":["version","port"]}"#)
        _ = try bench.startRecord(given)
        #expect(
            try params() == """
                [{"name":"version","type":"text","value":"1.2.3"},{"name":"port","type":"text","value":8080}]
                """)
        let all = try bench.control("GET", "records")["records"]?.elements.map { $0["given"]?.elements.map { _ in 1 } }
        #expect(all == [[1, 1, 1, 1, 1]])
        let steps = try bench.read("/v2/tasks/\(Harness.task)").json()["steps"]
        #expect(steps?["step1"]?["params"]?.members.map(\.name) == ["version", "port"])
        try bench.set(#"{"declared":null}"#)
        _ = try bench.startRecord(given)
        #expect(try params().contains("secret"))
    }
}
