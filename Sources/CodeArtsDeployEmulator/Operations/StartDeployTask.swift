import CodeArtsDeployModel

/// Starts a deployment, or goes back to what a record deployed.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
enum StartDeployTask {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let body = try Body(call.jsonBody())
        try state.checkStart(ofTask: taskID, from: body.triggerSource)
        guard let source = body.recordID else { return reply(state.start(taskID, source: .start, body: body)) }
        guard let back = state.store[source, ofTask: taskID] else { throw .recordNotFound }
        return reply(state.start(taskID, source: .startRecord, body: body, back: back))
    }

    static func reply(_ record: DeploymentRecord) -> Reply {
        .object { json in
            json.member("id", record.id)
            json.member("task_id", record.taskID)
            json.member("job_name", record.jobName)
            json.member("app_component_list", each: EmptyCollection<String>()) { $0.string($1) }
        }
    }
}
