import CodeArtsDeployModel
import Testing

/// What goes on the wire for each operation, byte for byte.
@Suite struct OperationTableTests {
    private struct Wire: Sendable {
        let name, method, path: String
        var query = ""
        var body = ""
    }

    private static let wires = [
        Wire(name: "start_deploy_task", method: "POST", path: "/v2/tasks/\(task)/start", body: "{}"),
        Wire(
            name: "show_deploy_status", method: "GET", path: "/v2/tasks/\(task)/state", query: "record_id=\(record)"),
        Wire(
            name: "stop_deploy_task_record", method: "PUT", path: "/v2/tasks/\(task)/records/\(record)/stop", body: "{}"
        ),
        Wire(
            name: "rollback_records", method: "POST", path: "/v2/tasks/\(task)/records/\(record)/rollback", body: "{}"),
        Wire(
            name: "show_app_log", method: "GET", path: "/v1/applications/\(application)/records/\(record)/logs",
            query: "offset=0&end_offset=1000"),
        Wire(
            name: "list_deploy_task_history_by_date", method: "GET", path: "/v2/\(project)/task/\(task)/history",
            query: "page=1&size=100&start_date=2026-05-01&end_date=2026-05-31"),
        Wire(name: "show_execution_params", method: "GET", path: "/v2/history/tasks/\(task)/params"),
        Wire(name: "show_deploy_task_detail", method: "GET", path: "/v2/tasks/\(task)"),
        Wire(name: "show_app_detail_by_id", method: "GET", path: "/v1/applications/\(application)/info"),
        Wire(
            name: "list_all_app", method: "POST", path: "/v1/applications/list",
            body: #"{"project_id":"\#(project)","page":1,"size":10}"#),
        Wire(name: "list_deploy_tasks", method: "GET", path: "/v2/\(project)/tasks/list", query: "page=1&size=10"),
        Wire(
            name: "update_app_disable_status", method: "PUT", path: "/v1/applications/\(application)/disable",
            body: #"{"is_disable":true}"#),
        Wire(
            name: "list_task_success_rate", method: "POST", path: "/v2/\(project)/tasks/metrics/success-rate",
            body: #"{"start_date":"2025-05-01","end_date":"2026-05-01","task_ids":["\#(task)"]}"#),
        Wire(
            name: "show_project_success_rate", method: "GET", path: "/v2/\(project)/metrics/success-rate",
            query: "start_date=2026-05-01&end_date=2026-05-01"),
        Wire(name: "call_api", method: "GET", path: "/v3/system/configs"),
    ]

    @Test func `every operation of the service has its method, path, query and body`() throws {
        for wire in Self.wires {
            let json = try #require(validRequests.first { $0.name == wire.name }).json
            let request = try prepared(wire.name, json)
            #expect(request.operation.method.text == wire.method && request.path == wire.path, "\(wire.name)")
            #expect(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&") == wire.query, "\(wire.name)")
            #expect(text(request.body) == wire.body, "\(wire.name)")
            #expect(request.arguments == nil)
        }
    }

    @Test func `what is made of several calls keeps its request, and nothing is sent for it as it stands`() throws {
        for name in ["start_many", "list_records", "watch", "deploy"] {
            let json = try #require(validRequests.first { $0.name == name }).json
            let request = try prepared(name, json)
            #expect(request.operation.isComposite && request.path.isEmpty && request.body.isEmpty)
            #expect(try text(#require(request.arguments).bytes) == json)
            #expect(text(request.summary) == #"{"operation":"\#(name)"}"#)
        }
    }

    @Test func `the table is what the tests know, each name once`() {
        #expect(
            CodeArtsDeployModel.Operation.all.map(\.name.text).sorted() == validRequests.map(\.name).sorted())
        #expect(Set(validRequests.map(\.name)).count == 19)
    }

    @Test func `starts are sent once, stops may be repeated, the rest reads`() throws {
        let once = ["start_deploy_task", "rollback_records", "call_api", "start_many", "deploy"]
        let changes = ["stop_deploy_task_record", "update_app_disable_status"]
        for (name, _) in validRequests {
            let operation = try operation(name)
            #expect(operation.startsDeployment == once.contains(name), "\(name)")
            #expect((operation.effect == .changes) == changes.contains(name), "\(name)")
        }
    }

    @Test func `an error carries an outcome where a second try could start a second deployment`() throws {
        for (name, _) in validRequests {
            let operation = try operation(name)
            let error = failure { () throws(DeployError) in try PreparedRequest(operation, bytes("[]")) }
            #expect(error?.outcome == (operation.startsDeployment ? .notSent : nil), "\(name)")
        }
    }

    @Test func `every page of the reference is named after its operation`() throws {
        #expect(
            try operation("stop_deploy_task_record").page
                == "https://support.huaweicloud.com/intl/en-us/api-deployman/StopDeployTaskRecordV2.html")
        #expect(try operation("watch").page == nil && operation("call_api").page == nil)
    }
}
