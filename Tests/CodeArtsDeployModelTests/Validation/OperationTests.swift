import CodeArtsDeployModel
import Testing

@Suite struct OperationTests {
    @Test func `a start is known by its name, under its official method and path`() throws {
        let operation = try Operation(named: bytes("start_deploy_task"))
        #expect(operation.officialName?.text == "StartDeployTask" && operation.method.text == "POST")
        #expect(operation.path.text == "/v2/tasks/{task_id}/start" && operation.startsDeployment)
    }

    @Test(arguments: ["start_deploy_tsk", "StartDeployTask", "START_DEPLOY_TASK", "", "x", "start_deploy_task "])
    func `another name is refused and the right one is named`(name: String) throws {
        let error = try #require(failure { () throws(DeployError) in try Operation(named: bytes(name)) })
        #expect(error.status == .invalidArgument && error.message.contains("start_deploy_task"))
        #expect(error.message.hasSuffix("Nothing was sent."))
    }

    @Test func `a name that is no text is refused like any other`() {
        #expect(failure { () throws(DeployError) in try Operation(named: [0xFF, 0x00]) }?.status == .invalidArgument)
    }
}
