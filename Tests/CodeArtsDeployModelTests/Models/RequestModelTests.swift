import CodeArtsDeployModel
import Testing

/// A request that exists is valid, and is the flat object that the client takes.
@Suite struct RequestModelTests {
    @Test func `each writes its members`() throws {
        #expect(
            try text(ShowDeployStatusRequest(taskID: task, recordID: record, stepState: false).json)
                == #"{"task_id":"\#(task)","record_id":"\#(record)","step_state":false}"#)
        #expect(
            try text(ShowAppLogRequest(appID: application, recordID: record, offset: "0", endOffset: "9").json)
                == #"{"app_id":"\#(application)","record_id":"\#(record)","offset":"0","end_offset":"9"}"#)
        let history = try ListDeployTaskHistoryByDateRequest(
            projectID: project, id: task, page: 1, size: 100, startDate: "2026-05-01", endDate: "2026-05-31")
        #expect(
            try text(history.json) == #require(validRequests.first { $0.name.hasPrefix("list_deploy_task_h") }).json)
        let apps = try ListAllAppRequest(projectID: project, page: 1, size: 10, states: ["running"])
        #expect(text(apps.json) == #"{"project_id":"\#(project)","page":1,"size":10,"states":["running"]}"#)
        #expect(
            try text(ListDeployTasksRequest(projectID: project, page: 1, size: 10).json)
                == #"{"project_id":"\#(project)","page":1,"size":10}"#)
        #expect(
            try text(UpdateAppDisableStatusRequest(appID: application, isDisable: true).json)
                == #"{"app_id":"\#(application)","is_disable":true}"#)
        let rates = try ListTaskSuccessRateRequest(
            projectID: project, startDate: "2026-05-01", endDate: "2026-05-02", taskIDs: [task])
        #expect(
            text(rates.json)
                == #"{"project_id":"\#(project)","start_date":"2026-05-01","end_date":"2026-05-02","task_ids":["\#(task)"]}"#
        )
        #expect(
            try text(
                ShowProjectSuccessRateRequest(projectID: project, startDate: "2026-05-01", endDate: "2026-05-02").json)
                == #"{"project_id":"\#(project)","start_date":"2026-05-01","end_date":"2026-05-02"}"#)
    }

    @Test func `what was put in can be read back`() throws {
        let log = try ShowAppLogRequest(appID: application, recordID: record, offset: "0", endOffset: "9")
        #expect(log.appID == application && log.recordID == record && log.offset == "0" && log.endOffset == "9")
        #expect(log.stepID == nil)
        let apps = try ListAllAppRequest(projectID: project, page: 2, size: 10, states: ["running"])
        #expect(apps.projectID == project && apps.page == 2 && apps.states == ["running"] && apps.sortBy == nil)
    }

    @Test func `none exists with a fault`() {
        #expect(
            failure { () throws(DeployError) in try ListDeployTasksRequest(projectID: project, page: 0, size: 10) }?
                .violations.map(\.path) == ["page"])
        #expect(
            failure { () throws(DeployError) in
                try ShowProjectSuccessRateRequest(projectID: "x", startDate: "2026-05-02", endDate: "2026-05-01")
            }?.violations.map(\.rule) == [.length, .conflict])
    }
}
