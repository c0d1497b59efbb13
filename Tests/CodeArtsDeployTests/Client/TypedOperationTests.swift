import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Every operation of the service, with its types.
@Suite struct TypedOperationTests {
    private let project = "41cb87a46c3e4b90a1c8b4bd3ba6f0ff"
    private let app = "43943381f7764c52baae8e697720873f"

    /// What a method makes of an answer, and what it sent for it.
    private func sent<Response>(
        answering body: String, _ work: (Client) throws -> Response
    ) throws -> (response: Response, request: String) {
        let bench = try Harness(FakeTransport(.status(200, body)))
        let response = try work(bench.client)
        let sent = try #require(bench.transport.sent.first)
        #expect(bench.transport.sent.count == 1)
        return (response, "\(sent.method) \(sent.url.dropFirst(endpoint.count)) \(sent.body)")
    }

    @Test func `a deployment is looked at, stopped and rolled back`() throws {
        let status = try sent(answering: #"{"status":"success","result":{"status":"running"}}"#) {
            try $0.showDeployStatus(ShowDeployStatusRequest(taskID: task, recordID: record))
        }
        #expect(status.response.result?.status == "running")
        #expect(status.request == "GET /v2/tasks/\(task)/state?record_id=\(record) ")
        let stopped = try sent(answering: #"{"status":"success","result":{"id":"\#(record)"}}"#) {
            try $0.stopDeployTaskRecord(record, ofTask: task)
        }
        #expect(stopped.response.result?.id == record)
        #expect(stopped.request == "PUT /v2/tasks/\(task)/records/\(record)/stop {}")
        let back = try sent(answering: #"{"id":"\#(record)"}"#) { try $0.rollbackRecords(to: record, ofTask: task) }
        #expect(back.response.id == record)
        #expect(back.request == "POST /v2/tasks/\(task)/records/\(record)/rollback {}")
    }

    @Test func `its log, its parameters and its history are read`() throws {
        let log = try sent(answering: #"{"status":"success","result":{"has_more":false,"text":"done"}}"#) {
            try $0.showAppLog(ShowAppLogRequest(appID: app, recordID: record, offset: "0", endOffset: "0"))
        }
        #expect(log.response.result?.text == "done" && log.request.hasPrefix("GET /v1/applications/\(app)/records/"))
        let params = try sent(answering: #"[{"name":"version","type":"text","value":"1"}]"#) {
            try $0.showExecutionParams(of: record, ofTask: task)
        }
        #expect(params.response.items.first?.name == "version")
        #expect(params.request == "GET /v2/history/tasks/\(task)/params?record_id=\(record) ")
        let last = try sent(answering: "[]") { try $0.showExecutionParams(ofTask: task) }
        #expect(last.request == "GET /v2/history/tasks/\(task)/params ")
        let history = try sent(answering: #"{"total_num":1,"result":[{"execution_id":"\#(record)"}]}"#) {
            try $0.listDeployTaskHistoryByDate(
                ListDeployTaskHistoryByDateRequest(
                    projectID: project, id: task, page: 1, size: 10, startDate: "2024-01-01", endDate: "2024-01-30"))
        }
        #expect(history.response.result.first?.executionID == record && history.response.totalNum == 1)
    }

    @Test func `applications and tasks are described, listed and closed`() throws {
        let app = try sent(answering: #"{"status":"success","result":{"arrange_infos":[{"id":"\#(task)"}]}}"#) {
            try $0.showAppDetailById(self.app)
        }
        #expect(app.response.result?.arrangeInfos.first?.id == task)
        #expect(app.request == "GET /v1/applications/\(self.app)/info ")
        let detail = try sent(answering: #"{"task_id":"\#(task)"}"#) { try $0.showDeployTaskDetail(task) }
        #expect(detail.response.taskID == task && detail.request == "GET /v2/tasks/\(task) ")
        let apps = try sent(answering: #"{"total_num":1,"result":[{"id":"\#(self.app)"}]}"#) {
            try $0.listAllApp(ListAllAppRequest(projectID: project, page: 1, size: 10))
        }
        #expect(apps.response.result.first?.id == self.app && apps.request.hasPrefix("POST /v1/applications/list {"))
        let tasks = try sent(answering: #"{"total_num":1,"result":[{"task_id":"\#(task)"}]}"#) {
            try $0.listDeployTasks(ListDeployTasksRequest(projectID: project, page: 1, size: 10))
        }
        #expect(tasks.response.result.first?.taskID == task)
        let closed = try sent(answering: #"{"status":"success"}"#) {
            try $0.updateAppDisableStatus(UpdateAppDisableStatusRequest(appID: self.app, isDisable: true))
        }
        #expect(closed.response.status == "success")
        #expect(closed.request == #"PUT /v1/applications/\#(self.app)/disable {"is_disable":true}"#)
    }

    @Test func `how often it went well is told`() throws {
        let tasks = try sent(answering: #"{"tasks_success_rate":[{"success_rate":"14.29"}]}"#) {
            try $0.listTaskSuccessRate(
                ListTaskSuccessRateRequest(
                    projectID: project, startDate: "2024-01-01", endDate: "2024-01-30", taskIDs: [task]))
        }
        #expect(tasks.response.tasksSuccessRate.first?.successRate == "14.29")
        let whole = try sent(answering: #"{"success_rate":"14.29"}"#) {
            try $0.showProjectSuccessRate(
                ShowProjectSuccessRateRequest(
                    projectID: project, startDate: "2024-01-01", endDate: "2024-01-30"))
        }
        #expect(whole.response.successRate == "14.29")
    }

    @Test func `anything else goes as JSON`() throws {
        let called = try sent(answering: #"{"x":1}"#) {
            try $0.callAPI(bytes(#"{"method":"POST","path":"/v1/anything","body":{"a":[1]}}"#))
        }
        #expect(try root(called.response)["x"]?.integer == 1)
        #expect(called.request == #"POST /v1/anything {"a":[1]}"#)
    }

    @Test func `an id that cannot be one is refused before anything is sent`() throws {
        let bench = try Harness()
        let error = failure { () throws(DeployError) in try bench.client.stopDeployTaskRecord("../..", ofTask: task) }
        #expect(error?.status == .validation && error?.violations.first?.path == "record_id")
        #expect(bench.transport.sent.isEmpty)
    }
}
