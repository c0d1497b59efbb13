import CodeArtsDeployModel

/// Starts a deployment.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
enum StartDeployTask {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let body = try Body(call.jsonBody())
        guard state.account.hasTask(taskID) else { throw .taskNotFound }
        if let source = body.recordID, state.record(source, taskID: taskID) == nil { throw .recordNotFound }
        let record = state.start(body, taskID: taskID)
        var json = JSONWriter()
        json.beginObject()
        json.member("id", record.id)
        json.member("task_id", record.taskID)
        json.member("job_name", record.jobName)
        json.name("app_component_list")
        json.beginArray()
        json.endArray()
        json.endObject()
        return Reply(status: 200, body: json.bytes)
    }
}
