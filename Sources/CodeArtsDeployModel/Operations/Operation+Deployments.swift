/// Starting, stopping and following deployments.
extension Operation {
    /// Starts a deployment.
    public static let startDeployTask = Operation(
        "start_deploy_task", officialName: "StartDeployTask", method: "POST", path: "/v2/tasks/{task_id}/start",
        request: StartDeployTaskRequest.shape,
        effect: .starts, answers: startedRecord, summary: "Starts a deployment of an application.")

    /// Where a deployment stands.
    public static let showDeployStatus = Operation(
        "show_deploy_status", officialName: "ShowDeployStatus", method: "GET", path: "/v2/tasks/{task_id}/state",
        request: ObjectShape(
            name: "ShowDeployStatusRequest",
            fields: [
                .taskID,
                Field("record_id", .string(.id), in: .query, required: true, "The deployment record."),
                Field("step_state", .boolean, in: .query, "Whether the steps are told too.", default: .boolean(true)),
                CallOptions.field,
            ]),
        effect: .reads,
        answers: """
            {status,result:{status,step,record_id,task_id,task_name,nick_name,executor,start_time,end_time,\
            step_state:[{region,id,offset:any,enable,name,current_offset:any,elapsed_time:any,faq_url,status}]}}
            """, summary: "Tells where a deployment and its steps stand.")

    /// Stops a deployment that runs.
    public static let stopDeployTaskRecord = Operation(
        "stop_deploy_task_record", officialName: "StopDeployTaskRecordV2", method: "PUT",
        path: "/v2/tasks/{task_id}/records/{record_id}/stop",
        request: ObjectShape(name: "StopDeployTaskRecordRequest", fields: [.taskID, .recordID, CallOptions.field]),
        effect: .changes, answers: "{status,result:{id,task_id}}", summary: "Stops a deployment that runs.")

    /// Starts a deployment of what an earlier one deployed.
    public static let rollbackRecords = Operation(
        "rollback_records", officialName: "RollbackRecords", method: "POST",
        path: "/v2/tasks/{task_id}/records/{record_id}/rollback",
        request: ObjectShape(name: "RollbackRecordsRequest", fields: [.taskID, .recordID, CallOptions.field]),
        effect: .starts, answers: startedRecord, summary: "Starts a deployment of what an earlier record deployed.")

    /// A part of a deployment's log.
    public static let showAppLog = Operation(
        "show_app_log", officialName: "ShowAppLog", method: "GET",
        path: "/v1/applications/{app_id}/records/{record_id}/logs",
        request: ObjectShape(
            name: "ShowAppLogRequest",
            fields: [
                .appID, .recordID,
                Field("offset", .string(.offset), in: .query, required: true, "Where the part begins."),
                Field("end_offset", .string(.offset), in: .query, required: true, "Where the part ends."),
                Field("step_id", .string(.name), in: .query, "The step whose log is meant."),
                CallOptions.field,
            ]),
        effect: .reads, answers: "{status,result:{has_more:boolean,text,offset:any,end_offset:any}}",
        summary: "Reads a part of a deployment's log.")

    /// The deployments of some days.
    public static let listDeployTaskHistoryByDate = Operation(
        "list_deploy_task_history_by_date", officialName: "ListDeployTaskHistoryByDate", method: "GET",
        path: "/v2/{project_id}/task/{id}/history",
        request: ObjectShape(
            name: "ListDeployTaskHistoryByDateRequest",
            fields: [
                .projectID,
                Field("id", .string(.id), in: .path, required: true, "The deployment task, not the application."),
                .page, .size, .startDate, .endDate, CallOptions.field,
            ], rule: .span(from: "start_date", to: "end_date", days: 30)),
        effect: .reads,
        answers: """
            {total_num:integer,result:[{execution_id,state,type,release_id:integer,operator,nickname,start_time,end_time,\
            duration}]}
            """, summary: "Lists the deployments of a task in at most 30 days.")

    /// The parameters that a deployment had.
    public static let showExecutionParams = Operation(
        "show_execution_params", officialName: "ShowExecutionParams", method: "GET",
        path: "/v2/history/tasks/{task_id}/params",
        request: ObjectShape(
            name: "ShowExecutionParamsRequest",
            fields: [
                .taskID, Field("record_id", .string(.id), in: .query, "The deployment record; else the last one."),
                CallOptions.field,
            ]),
        effect: .reads, answers: "[{name,type,value:any}]", summary: "Lists the parameters that a deployment had.")

    private static var startedRecord: ReplyShape {
        """
        {id,task_id,job_name,app_component_list:[{task_id,app_id,app_name,comp_id,comp_name,domain_id,region,state}]}
        """
    }
}
