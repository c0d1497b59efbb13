/// Applications, tasks and how well they did.
extension Operation {
    /// A task; the service does not maintain this operation any more.
    public static let showDeployTaskDetail = Operation(
        "show_deploy_task_detail", officialName: "ShowDeployTaskDetail", method: "GET", path: "/v2/tasks/{task_id}",
        request: ObjectShape(name: "ShowDeployTaskDetailRequest", fields: [.taskID, CallOptions.field]),
        effect: .reads,
        answers: """
            {task_id,id,name,description,project_id,project_name,deploy_system,create_time,update_time,state,owner,\
            owner_id,nick_name,tenant_id,tenant_name,template_id,slave_cluster_id,execution_time,execution_state,duration,\
            executor_id,executor_nick_name,release_id:integer,app_id,is_disable:boolean,role_id:integer,\
            is_defaut_permission:boolean,is_care:boolean,can_modify:boolean,can_delete:boolean,can_view:boolean,\
            can_execute:boolean,can_copy:boolean,can_manage:boolean,can_create_env:boolean,can_disable:boolean,\
            app_component_list:[any],steps:*{id,name,enable:boolean,params:*any}}
            """, summary: "Describes a deployment task; ShowAppDetailById is its successor.")

    /// An application with its task.
    public static let showAppDetailById = Operation(
        "show_app_detail_by_id", officialName: "ShowAppDetailById", method: "GET",
        path: "/v1/applications/{app_id}/info",
        request: ObjectShape(name: "ShowAppDetailByIdRequest", fields: [.appID, CallOptions.field]),
        effect: .reads,
        answers: """
            {status,result:{id,name,region,description,is_disable:boolean,create_type,project_id,project_name,\
            slave_cluster_id,can_execute:boolean,create_user_id,create_tenant_id,create_time,update_time,permission_level,\
            arrange_infos:[{id,name,state,description,owner,project_id,project_name,deploy_system,create_time,\
            update_time,app_id,release_id:integer,is_disable:boolean,\
            steps:*{id,name,enable:boolean,params:*any}}]}}
            """, summary: "Describes an application; arrange_infos[0].id is its task.")

    /// The applications of a project.
    public static let listAllApp = Operation(
        "list_all_app", officialName: "ListAllApp", method: "POST", path: "/v1/applications/list",
        request: ObjectShape(
            name: "ListAllAppRequest",
            fields: [
                .project(in: .body),
                Field("page", .integer(1...99_999), required: true, "Which page, from 1."),
                Field("size", .integer(1...100), required: true, "How many to a page."),
                Field("search", .string(.anyText), "A part of the names that are looked for."),
                Field("sort_name", .string(.oneOf(["name", "startTime"])), "What they are sorted by."),
                Field("sort_by", .string(.oneOf(["ASC", "DESC"])), "Which way."),
                Field(
                    "states", .texts(.oneOf(DeploymentState.documented), count: 0...100),
                    "Only applications whose last deployment is in one of these states."),
                Field("group_id", .string(.name), "Only this group; no_grouped: only what is in none."),
                CallOptions.field,
            ]),
        effect: .reads,
        answers: """
            {total_num:integer,result:[{id,name,project_id,project_name,execution_state,execution_time,end_time,duration,\
            release_id:integer,executor_id,executor_nick_name,is_disable:boolean,is_care:boolean,can_execute:boolean,\
            create_user_id,create_tenant_id,create_time,update_time,deploy_system,arrange_infos:[{id,state,deploy_system}]}]}
            """, summary: "Lists a project's applications with their last deployment.")

    /// The tasks of a project; the service does not maintain this operation any more.
    public static let listDeployTasks = Operation(
        "list_deploy_tasks", officialName: "ListDeployTasks", method: "GET", path: "/v2/{project_id}/tasks/list",
        request: ObjectShape(name: "ListDeployTasksRequest", fields: [.projectID, .page, .size, CallOptions.field]),
        effect: .reads,
        answers: """
            {total_num:integer,result:[{task_id,id,name,project_id,project_name,deploy_system,create_time,update_time,state,\
            owner,execution_time,execution_state,app_id,is_disable:boolean}]}
            """, summary: "Lists a project's tasks; ListAllApp is its successor.")

    /// Whether an application may be deployed.
    public static let updateAppDisableStatus = Operation(
        "update_app_disable_status", officialName: "UpdateAppDisableStatus", method: "PUT",
        path: "/v1/applications/{app_id}/disable",
        request: ObjectShape(
            name: "UpdateAppDisableStatusRequest",
            fields: [
                .appID, Field("is_disable", .boolean, required: true, "true: nobody may deploy it."),
                CallOptions.field,
            ]),
        effect: .changes, answers: "{status}", summary: "Forbids or permits the deployment of an application.")

    /// What may start an application's deployments.
    public static let showTaskTrigger = Operation(
        "show_task_trigger", officialName: "ShowTaskTrigger", method: "GET", path: "/v2/task/trigger/detail",
        request: ObjectShape(
            name: "ShowTaskTriggerRequest",
            fields: [
                Field(
                    "task_id", .string(.id), in: .query, required: true, "The deployment task, not the application."),
                CallOptions.field,
            ]),
        // The page documents texts, and its example shows the number 1.
        effect: .reads, answers: "{trigger_source:any,artifact_source_system,artifact_type}",
        summary: "Tells whether anything may start a task, or only a pipeline.")

    /// Who hears of an application's deployments. What is sent to a webhook's URL is taken for the application's own
    /// word, so the URL is as secret as its key.
    public static let showApplicationMsgList = Operation(
        "show_application_msg_list", officialName: "ShowApplicationMsgList", method: "GET",
        path: "/v2/projects/{project_id}/applications/{app_id}/messages",
        request: ObjectShape(name: "ShowApplicationMsgListRequest", fields: [.projectID, .appID, CallOptions.field]),
        effect: .reads,
        answers: "[{id,app_id,task_id,msg_type,msg_state,sort_index:integer,send_url:secret,secret_info:secret}]",
        summary: "Lists who is notified of an application's deployments.")

    /// How often the deployments of some tasks succeeded.
    public static let listTaskSuccessRate = Operation(
        "list_task_success_rate", officialName: "ListTaskSuccessRate", method: "POST",
        path: "/v2/{project_id}/tasks/metrics/success-rate",
        request: ObjectShape(
            name: "ListTaskSuccessRateRequest",
            fields: [
                .projectID, .day("start_date", in: .body, "The first day, yyyy-mm-dd."),
                .day("end_date", in: .body, "The last day, yyyy-mm-dd."),
                Field("task_ids", .texts(.id, count: 1...2000), required: true, "The tasks."), CallOptions.field,
            ], rule: .span(from: "start_date", to: "end_date", days: maxYear)),
        effect: .reads,
        answers: """
            {project_id,project_name,start_date,end_date,tasks_success_rate:[{task_id,task_name,success_rate,record_count:integer,success_record_count:integer}]}
            """, summary: "Tells how often the deployments of some tasks succeeded, in at most a year.")

    /// How often the deployments of a project succeeded.
    public static let showProjectSuccessRate = Operation(
        "show_project_success_rate", officialName: "ShowProjectSuccessRate", method: "GET",
        path: "/v2/{project_id}/metrics/success-rate",
        request: ObjectShape(
            name: "ShowProjectSuccessRateRequest",
            fields: [.projectID, .startDate, .endDate, CallOptions.field],
            rule: .span(from: "start_date", to: "end_date", days: maxYear)),
        effect: .reads,
        answers:
            "{project_id,project_name,start_date,end_date,success_rate,task_count:integer,record_count:integer,success_record_count:integer}",
        summary: "Tells how often the deployments of a project succeeded, in at most a year.")

    private static var maxYear: Int { 366 }
}
