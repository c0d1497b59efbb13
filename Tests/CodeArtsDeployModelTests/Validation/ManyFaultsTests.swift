import CodeArtsDeployModel
import Testing

@Suite struct ManyFaultsTests {
    @Test func `every fault of a request is reported at once, each with its place`() {
        let json = """
            {
              "task_id": "short",
              "params": [
                {"key": "größe", "value": "ü", "type": "texte"},
                {"key": "b", "value": "€€ {{mark}}"}, 7
              ],
              "parms": [],
              "trigger_source": 7,
              "record_id": null, "_options": {"timeout_ms": 0},
              "task_id": "x"
            }
            """
        #expect(
            faults(in: json) == [
                "task_id: length at 2:14", "params[0].key: pattern at 4:13", "params[0].type: enum at 4:47",
                "params[1].value: forbidden at 5:27", "params[1].type: required at 5:5", "params[2]: type at 5:47",
                "parms: unknown_field at 7:3", "trigger_source: enum at 8:21", "record_id: type at 9:16",
                "_options.timeout_ms: range at 9:49", "task_id: duplicate at 10:3",
            ])
    }

    @Test func `the message counts the faults and shows the first`() {
        #expect(
            refusal(of: #"{"task_id":"x"}"#)?.message
                == "The request has a fault; nothing was sent. task_id: This has 1 character; it must have 32.")
        #expect(
            refusal(of: #"{"task_id":"x","record_id":5}"#)?.message
                == "The request has 2 faults; nothing was sent. The first: task_id: This has 1 character; it must have 32."
        )
        #expect(
            refusal(of: "[]")?.message
                == "The request has a fault; nothing was sent. This is an array; it must be an object.")
    }

    @Test func `of very many faults the first 1000 are listed`() throws {
        let json = request((0..<1200).map { #""x\#($0)":1"# }.joined(separator: ","))
        let error = try #require(refusal(of: json))
        #expect(error.violations.count == 1000)
        #expect(error.violations.first?.path == "x0" && error.violations.last?.path == "x999")
        #expect(error.message.hasPrefix("The request has 1200 faults; nothing was sent. The first: x0: "))
    }

    /// Whatever walked through the text for each of them would take minutes.
    @Test(.timeLimit(.minutes(1))) func `a text that is nothing but faults does not keep its caller waiting`() {
        let json = request(Array(repeating: #""x":0"#, count: 20_000).joined(separator: ","))
        #expect(refusal(of: json)?.violations.count == 1000)
    }

    @Test func `the value of a parameter is never repeated`() throws {
        let secret = "hunter2-hunter2"
        for json in [
            request(value: "\"{{\(secret)\"", type: #""encrypt""#),
            request(value: "[\"\(secret)\"]", type: #""encrypt""#),
            request(value: "\"\(String(repeating: secret, count: 1000))\"", type: #""encrypt""#),
            request(value: "\"\(secret)\\q\"", type: #""encrypt""#), request(value: "\"\(secret)", type: nil),
            request(key: "\"\(secret) \"", type: "\"\(secret)\""), #"{"task_id":"\#(secret)"}"#,
        ] {
            let error = try #require(refusal(of: json))
            #expect(!text(error.document).contains("hunter2"))
        }
    }
}
