/// Starts a deployment with the configuration of a record.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/RollbackRecords.html
enum RollbackRecords {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let recordID = try call.identifier("record_id")
        _ = try call.requiredJSONBody()
        try state.checkStart(ofTask: taskID)
        guard let back = state.store[recordID, ofTask: taskID] else { throw .recordPathNotFound }
        return StartDeployTask.reply(state.start(taskID, source: .rollback, body: .init(), back: back))
    }
}
