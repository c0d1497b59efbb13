import CodeArtsDeployModel

/// Ids of the documents' shape: 32 letters and digits.
let application = "6039d4480efc4dddb178abff98719913"
let project = "41df2e0a5f4b4a0f9e6b9d2e9b1c7d55"

func operation(_ name: String) throws -> CodeArtsDeployModel.Operation {
    try CodeArtsDeployModel.Operation(named: bytes(name))
}

func prepared(_ name: String, _ json: String, defaults: [ExternalField] = []) throws -> PreparedRequest {
    try PreparedRequest(operation(name), bytes(json), defaults: defaults)
}

/// Its faults, each as `page: range`.
func rules(_ name: String, _ json: String, defaults: [ExternalField] = []) throws -> [String] {
    let operation = try operation(name)
    let error = failure { () throws(DeployError) in
        try PreparedRequest(operation, bytes(json), defaults: defaults)
    }
    return (error?.violations ?? []).map { "\($0.path): \($0.rule.name)" }
}

/// A request of each operation that is taken as it is.
let validRequests: [(name: String, json: String)] = [
    ("start_deploy_task", #"{"task_id":"\#(task)"}"#),
    ("show_deploy_status", #"{"task_id":"\#(task)","record_id":"\#(record)"}"#),
    ("stop_deploy_task_record", #"{"task_id":"\#(task)","record_id":"\#(record)"}"#),
    ("rollback_records", #"{"task_id":"\#(task)","record_id":"\#(record)"}"#),
    (
        "show_app_log",
        #"{"app_id":"\#(application)","record_id":"\#(record)","offset":"0","end_offset":"1000"}"#
    ),
    (
        "list_deploy_task_history_by_date",
        #"{"project_id":"\#(project)","id":"\#(task)","page":1,"size":100,"start_date":"2026-05-01","end_date":"2026-05-31"}"#
    ),
    ("show_execution_params", #"{"task_id":"\#(task)"}"#), ("show_deploy_task_detail", #"{"task_id":"\#(task)"}"#),
    ("show_app_detail_by_id", #"{"app_id":"\#(application)"}"#),
    ("list_all_app", #"{"project_id":"\#(project)","page":1,"size":10}"#),
    ("list_deploy_tasks", #"{"project_id":"\#(project)","page":1,"size":10}"#),
    ("update_app_disable_status", #"{"app_id":"\#(application)","is_disable":true}"#),
    ("show_task_trigger", #"{"task_id":"\#(task)"}"#),
    ("show_application_msg_list", #"{"project_id":"\#(project)","app_id":"\#(application)"}"#),
    (
        "list_task_success_rate",
        #"{"project_id":"\#(project)","start_date":"2025-05-01","end_date":"2026-05-01","task_ids":["\#(task)"]}"#
    ),
    (
        "show_project_success_rate",
        #"{"project_id":"\#(project)","start_date":"2026-05-01","end_date":"2026-05-01"}"#
    ),
    ("call_api", #"{"method":"GET","path":"/v3/system/configs"}"#),
    ("start_many", #"{"items":[{"task_id":"\#(task)"}]}"#),
    ("list_records", #"{"task_id":"\#(task)","project_id":"\#(project)"}"#),
    ("find_task", #"{"app":"payments-api","project_id":"\#(project)"}"#),
    ("watch", #"{"task_id":"\#(task)","record_id":"\#(record)"}"#), ("deploy", #"{"task_id":"\#(task)"}"#),
    ("prepare_deploy", #"{"task_id":"\#(task)","marker":"start_id"}"#),
    ("deploy_many", #"{"items":[{"task_id":"\#(task)"}],"waves":[1,"10%"],"max_failures":0}"#),
]

/// What goes on the wire for it.
struct Wire: Sendable {
    let name, method, path: String
    var query = ""
    var body = ""
}

let wires: [Wire] = [
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
    Wire(name: "show_task_trigger", method: "GET", path: "/v2/task/trigger/detail", query: "task_id=\(task)"),
    Wire(
        name: "show_application_msg_list", method: "GET",
        path: "/v2/projects/\(project)/applications/\(application)/messages"),
    Wire(
        name: "list_task_success_rate", method: "POST", path: "/v2/\(project)/tasks/metrics/success-rate",
        body: #"{"start_date":"2025-05-01","end_date":"2026-05-01","task_ids":["\#(task)"]}"#),
    Wire(
        name: "show_project_success_rate", method: "GET", path: "/v2/\(project)/metrics/success-rate",
        query: "start_date=2026-05-01&end_date=2026-05-01"),
    Wire(name: "call_api", method: "GET", path: "/v3/system/configs"),
]

/// The same request with one member set to another value, or taken away.
func changed(_ json: String, _ name: String, to value: String?) throws -> String {
    var members: [String] = []
    for member in try root(json).members where member.name != name {
        members.append("\"\(member.name)\":\(text(member.value.raw))")
    }
    if let value { members.append("\"\(name)\":\(value)") }
    return "{\(members.joined(separator: ","))}"
}
