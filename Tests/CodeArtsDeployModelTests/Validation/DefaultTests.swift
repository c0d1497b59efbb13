import CodeArtsDeployModel
import Testing

/// Fields that the client's configuration gives where the request has none.
@Suite struct DefaultTests {
    private let defaults = [ExternalField("project_id", bytes(project))]
    private let page = #""page":1,"size":10"#

    @Test func `a project of the configuration goes into path and body`() throws {
        #expect(try prepared("list_deploy_tasks", "{\(page)}", defaults: defaults).path == "/v2/\(project)/tasks/list")
        #expect(
            try text(prepared("list_all_app", "{\(page)}", defaults: defaults).body)
                == #"{\#(page),"project_id":"\#(project)"}"#)
    }

    @Test func `a project of the request comes first`() throws {
        let json = #"{\#(page),"project_id":"\#(application)"}"#
        #expect(
            try prepared("list_deploy_tasks", json, defaults: defaults).path == "/v2/\(application)/tasks/list")
        #expect(try text(prepared("list_all_app", json, defaults: defaults).body) == json)
    }

    @Test func `one that is no id is a fault like any other, but only where it is used`() throws {
        let wrong = [ExternalField("project_id", bytes("x"))]
        #expect(try rules("list_deploy_tasks", "{\(page)}", defaults: wrong) == ["project_id: length"])
        #expect(try rules("show_deploy_task_detail", #"{"task_id":"\#(task)"}"#, defaults: wrong) == [])
        #expect(
            try rules("list_deploy_tasks", #"{\#(page),"project_id":"\#(project)"}"#, defaults: wrong) == [])
    }

    @Test func `without one the message tells where it may stand`() throws {
        let operation = try operation("list_deploy_tasks")
        let error = failure { () throws(DeployError) in try PreparedRequest(operation, bytes("{\(page)}")) }
        #expect(error?.violations.first?.rule == .required)
        #expect(error?.message.contains("CODEARTS_DEPLOY_PROJECT_ID") == true)
    }

    @Test func `an id that is given goes into a query too`() throws {
        let request = try PreparedRequest(
            operation("show_deploy_status"), bytes("{}"),
            given: [ExternalField("task_id", bytes(task)), ExternalField("record_id", bytes(record))])
        #expect(request.path == "/v2/tasks/\(task)/state" && request.query == [PreparedQuery("record_id", record)])
    }
}
