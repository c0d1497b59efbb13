/// The trigger of a task: what may start it. The number is as in the documents' example.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowTaskTrigger.html
enum ShowTaskTrigger {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        guard let taskID = try call.queryIdentifier("task_id") else { throw .missingParameter }
        _ = try state.viewedApplication(ofTask: taskID)
        let isPipelineOnly = state.behaviour.pipelineOnly.contains(taskID)
        return .object { json in
            json.member("trigger_source", isPipelineOnly ? 1 : 0)
            json.member("artifact_source_system", isPipelineOnly ? "Artifact" : "")
            json.member("artifact_type", isPipelineOnly ? "generic" : "")
        }
    }
}
