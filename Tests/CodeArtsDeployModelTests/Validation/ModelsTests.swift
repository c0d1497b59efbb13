import CodeArtsDeployModel
import Testing

/// A value that exists is valid.
@Suite struct ModelsTests {
    private func rules(of error: DeployError?) -> [String] {
        (error?.violations ?? []).map { "\($0.path): \($0.rule.name)" }
    }

    @Test func `a request says what the documents' example says`() throws {
        let request = try StartDeployTaskRequest(
            taskID: task,
            body: EnvExecutionBody(
                params: [
                    DynamicConfigInfo(key: "string", value: "test"),
                    DynamicConfigInfo(key: "env", value: "e3144513a4094398857c992606ccba12", type: .hostGroup),
                ], recordID: task, triggerSource: .unrestricted))
        #expect(
            text(request.json)
                == #"{"task_id":"\#(task)","params":[{"key":"string","value":"test","type":"text"},"#
                + #"{"key":"env","value":"e3144513a4094398857c992606ccba12","type":"host_group"}],"#
                + #""record_id":"\#(task)","trigger_source":"0"}"#)
        #expect(failure { () throws(DeployError) in try PreparedRequest(.startDeployTask, request.json) } == nil)
    }

    @Test func `what is not given is not sent`() throws {
        #expect(
            try text(StartDeployTaskRequest(taskID: task, body: EnvExecutionBody()).json) == #"{"task_id":"\#(task)"}"#)
    }

    @Test(arguments: ["", "short", "d2dc947ec2424d8789bb3984bb3adf4/"])
    func `a request cannot be made for what is no task`(id: String) {
        let error = failure { () throws(DeployError) in try StartDeployTaskRequest(taskID: id, body: EnvExecutionBody())
        }
        #expect(
            error?.status == .validation && error?.outcome == .notSent && error?.violations.first?.path == "task_id")
    }

    @Test func `a parameter cannot break a limit`() {
        func fault(_ key: String, _ value: String) -> [String] {
            rules(of: failure { () throws(DeployError) in try DynamicConfigInfo(key: key, value: value) })
        }
        #expect(fault("", "v") == ["key: length"])
        #expect(fault("k k", "v") == ["key: pattern"])
        #expect(fault("k", "{{") == ["value: forbidden"])
        #expect(fault("k", String(repeating: "é", count: 8193)) == ["value: length"])
        #expect(fault(String(repeating: "k", count: 128), String(repeating: "é", count: 8192)) == [])
        #expect(fault("k", "\"\\\n\0") == [])
    }

    @Test func `a body cannot break a limit`() throws {
        let same = try DynamicConfigInfo(key: "k", value: "v")
        #expect(
            rules(of: failure { () throws(DeployError) in try EnvExecutionBody(params: [same, same]) })
                == ["params[1].key: duplicate"])
        let many = try (0..<501).map { try DynamicConfigInfo(key: "k\($0)", value: "") }
        #expect(
            rules(of: failure { () throws(DeployError) in try EnvExecutionBody(params: many) }) == ["params: count"])
        #expect(failure { () throws(DeployError) in try EnvExecutionBody(params: many.dropLast()) } == nil)
        #expect(
            rules(of: failure { () throws(DeployError) in try EnvExecutionBody(recordID: "x") }) == [
                "record_id: length"
            ])
    }

    @Test func `a secret value shows neither in a description nor in a dump`() throws {
        let secret = try DynamicConfigInfo(key: "password", value: "hunter2", type: .encrypt)
        let plain = try DynamicConfigInfo(key: "version", value: "1.2.3")
        let request = try StartDeployTaskRequest(taskID: task, body: EnvExecutionBody(params: [secret, plain]))
        var dumped = ""
        dump(request, to: &dumped)
        for shown in [
            "\(secret)", String(reflecting: secret), String(describing: request), String(reflecting: request), dumped,
        ] {
            #expect(!shown.contains("hunter2") && shown.contains("password") && shown.contains("***"))
        }
        #expect("\(secret)" == "DynamicConfigInfo(key: password, value: ***, type: encrypt)")
        #expect("\(plain)" == "DynamicConfigInfo(key: version, value: 1.2.3, type: text)")
        #expect(
            Mirror(reflecting: secret).children.map { "\($0.label ?? ""): \($0.value)" }.sorted()
                == ["key: password", "type: encrypt", "value: ***"])
        #expect(secret.value == "hunter2")
    }
}
