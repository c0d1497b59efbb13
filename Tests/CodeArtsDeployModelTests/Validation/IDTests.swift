import Testing

@Suite struct IDTests {
    private static let wrong: [(id: String, rules: [String])] = [
        (#""""#, ["length"]), (#""d2dc947ec2424d8789bb3984bb3adf4""#, ["length"]),
        (#""d2dc947ec2424d8789bb3984bb3adf456""#, ["length"]), (#""d2dc947ec2424d8789bb3984bb3adf4-""#, ["pattern"]),
        (#""d2dc947ec2424d8789bb3984bb3adf4_""#, ["pattern"]), (#""d2dc947ec2424d8789bb3984bb3adf4.""#, ["pattern"]),
        (#""d2dc947ec2424d8789bb3984bb3adf4ü""#, ["pattern"]),
        (#""d2dc947ec2424d8789bb3984bb3adf4\u0000""#, ["pattern"]),
        (#""d2dc947ec2424d8789bb3984bb3adf4 ""#, ["pattern"]),
        (#"" d2dc947ec2424d8789bb3984bb3adf45""#, ["length", "pattern"]),
        (#""../..""#, ["length", "pattern"]), (#""d2dc947ec2424d8789bb\r\nX-Evil: 1""#, ["length", "pattern"]),
        (#""%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e""#, ["length", "pattern"]), ("5", ["type"]), ("null", ["type"]),
        ("[]", ["type"]),
    ]

    @Test(arguments: wrong)
    func `a task id is 32 letters and digits`(id: String, rules expected: [String]) {
        #expect(faults(in: #"{"task_id":\#(id)}"#) == expected.map { "task_id: \($0) at 1:12" })
    }

    @Test(arguments: wrong)
    func `a record id is 32 letters and digits`(id: String, rules expected: [String]) {
        #expect(rules(in: request(#""record_id":\#(id)"#)) == expected.map { "record_id: \($0)" })
    }

    @Test(arguments: [
        "abcdefghijklmnopqrstuvwxyz012345", "ABCDEFGHIJKLMNOPQRSTUVWXYZ678901", "00000000000000000000000000000000",
    ])
    func `any letters and digits will do`(id: String) {
        #expect(faults(in: #"{"task_id":"\#(id)","record_id":"\#(id)"}"#) == [])
    }

    @Test func `a request without a task is refused where the object stands`() {
        #expect(faults(in: "\n {}") == ["task_id: required at 2:2"])
    }

    @Test func `a fault says how many characters there are and how many there must be`() {
        #expect(refusal(of: #"{"task_id":"é"}"#)?.violations.first?.message == "This has 1 character; it must have 32.")
        #expect(refusal(of: #"{"task_id":""}"#)?.violations.first?.message == "This is empty; it must have 32.")
    }
}
