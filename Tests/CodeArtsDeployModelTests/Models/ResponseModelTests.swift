import CodeArtsDeployModel
import Testing

/// The answers in the service's documents, read by their fields.
@Suite struct ResponseModelTests {
    @Test func `the status of a deployment`() throws {
        let response = ShowDeployStatusResponse(
            reading: try root(
                #"{"status":"success","result":{"status":"running","step":"running","task_name":"n","#
                    + #""step_state":[{"id":"1","name":"a","enable":true,"elapsed_time":3}]}}"#))
        #expect(response.status == "success" && response.result?.status == "running")
        #expect(response.result?.stepState.first?.enable == true && response.result?.taskName == "n")
        #expect(response.result?.stepState.first?.elapsedTime?.integer == 3)
        #expect(ShowDeployStatusResponse(reading: try root("[]")).result == nil)
    }

    @Test func `the history, its parameters and the log`() throws {
        let history = ListDeployTaskHistoryByDateResponse(
            reading: try root(#"{"total_num":1,"result":[{"execution_id":"r","release_id":7,"operator":"me"}]}"#))
        #expect(history.totalNum == 1 && history.result.first?.executionID == "r")
        #expect(history.result.first?.releaseID == 7 && history.result.first?.operator == "me")
        let params = ShowExecutionParamsResponse(reading: try root(#"{"items":[{"name":"port","value":8080}]}"#))
        #expect(params.items.first?.name == "port" && params.items.first?.value?.integer == 8080)
        let log = ShowAppLogResponse(reading: try root(#"{"result":{"has_more":true,"text":"x","end_offset":"9"}}"#))
        #expect(log.result?.hasMore == true && log.result?.text == "x" && log.result?.endOffset?.string == "9")
        let stop = StopDeployTaskRecordResponse(reading: try root(#"{"status":"success","result":{"id":"r"}}"#))
        #expect(stop.result?.id == "r" && stop.result?.taskID == nil)
        #expect(RollbackRecordsResponse(reading: try root(#"{"id":"r"}"#))?.id == "r")
    }

    @Test func `the secrets of a notification are read, and never shown`() throws {
        let list = ShowApplicationMsgListResponse(
            reading: try root(#"{"items":[{"msg_type":"lark","send_url":"https://a/?key=k1","secret_info":"k2"}]}"#))
        let message = try #require(list.items.first)
        #expect(message.secretInfo?.string == "k2" && message.sendURL?.string == "https://a/?key=k1")
        var dumped = ""
        dump(list, to: &dumped)
        for shown in ["\(list)", String(reflecting: message), dumped] {
            #expect(shown.contains("lark") && !shown.contains("k1") && !shown.contains("k2"))
        }
    }

    @Test func `applications, tasks and rates`() throws {
        let detail = ShowAppDetailByIdResponse(
            reading: try root(
                #"{"result":{"id":"a","arrange_infos":[{"id":"t","state":"Available","steps":{"step1":{"id":"s","params":{"p":"v"}}}}]}}"#
            ))
        let info = try #require(detail.result?.arrangeInfos.first)
        #expect(info.id == "t" && info.state == "Available" && info.steps.first?.name == "step1")
        #expect(info.steps.first?.value.params.first?.value.string == "v")
        let apps = ListAllAppResponse(
            reading: try root(#"{"total_num":1,"result":[{"id":"a","execution_state":"failed","is_disable":false}]}"#))
        #expect(apps.result.first?.executionState == "failed" && apps.result.first?.isDisable == false)
        let tasks = ListDeployTasksResponse(reading: try root(#"{"result":[{"task_id":"t","app_id":"a"}]}"#))
        #expect(tasks.result.first?.taskID == "t" && tasks.result.first?.appID == "a")
        #expect(ShowDeployTaskDetailResponse(reading: try root(#"{"role_id":-1}"#)).roleID == -1)
        let rates = ListTaskSuccessRateResponse(
            reading: try root(#"{"tasks_success_rate":[{"task_id":"t","success_rate":"14.29","record_count":7}]}"#))
        #expect(rates.tasksSuccessRate.first?.successRate == "14.29" && rates.tasksSuccessRate.first?.recordCount == 7)
        #expect(ShowProjectSuccessRateResponse(reading: try root(#"{"task_count":3}"#)).taskCount == 3)
        #expect(UpdateAppDisableStatusResponse(reading: try root(#"{"status":"success"}"#)).status == "success")
    }
}
