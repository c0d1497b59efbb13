/// Stops a deployment. One that has ended stays as it is.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StopDeployTaskRecordV2.html
enum StopDeployTaskRecord {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let recordID = try call.identifier("record_id")
        // Some pages demand an empty object, others no body.
        if !call.request.body.isEmpty { _ = try call.jsonBody() }
        _ = try state.application(ofTask: taskID)
        guard let record = state.store[recordID, ofTask: taskID] else { throw .recordPathNotFound }
        // What does not run yet is cancelled.
        let isWaiting = record.state(at: state.now) == .pending
        state.store.stop(recordID, at: state.now, as: isWaiting ? .notStarted : state.behaviour.stopState)
        return .result { json in
            json.member("id", recordID)
            json.member("task_id", taskID)
        }
    }
}
