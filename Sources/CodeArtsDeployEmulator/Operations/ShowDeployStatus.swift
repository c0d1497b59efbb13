import CodeArtsDeployModel

/// The status of a deployment; without a record id, of the newest of the task.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployStatus.html
enum ShowDeployStatus {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let recordID = try call.queryIdentifier("record_id")
        let withSteps = call.request.query["step_state"] ?? "true"
        guard ["true", "false"].contains(withSteps.lowercased()) else { throw .invalidParameter }
        let application = try state.application(ofTask: taskID)
        guard let record = state.visibleRecord(recordID, ofTask: taskID) else { throw .recordPathNotFound }
        let status = Status(
            record: record, application: application, user: state.account.user.name,
            shape: state.behaviour.statusShape, withSteps: withSteps.lowercased() == "true", now: state.now)
        return status.shape.isWrapped ? .result(status.write) : .object(status.write)
    }
}

/// The status of one deployment at one time.
private struct Status {
    let record: DeploymentRecord
    let application: Applications.Application
    let user: String
    let shape: StatusShape
    let withSteps: Bool
    let now: Timestamp

    func write(to json: inout JSONWriter) {
        let state = record.state(at: now)
        json.member(shape.stateName, state.rawValue)
        json.member("step", state.isEnd ? "finish" : "running")
        json.member("record_id", record.id)
        json.member("task_id", record.taskID)
        json.member("task_name", application.name)
        json.member("nick_name", user)
        json.member("executor", user)
        json.member("start_time", record.begin.beijing)
        json.member("end_time", ifKnown: record.end(at: now)?.beijing)
        if !shape.isWrapped { json.member("elapsed_time", Timestamp.duration(microseconds: record.duration(at: now))) }
        guard withSteps else { return }
        json.member(shape.stepsName, each: 1...record.course.steps) { json, step in
            if shape == .flat {
                json.string("\(StepName.of(step)): \(record.state(ofStep: step, at: now))")
            } else {
                json.object { write(step: step, to: &$0) }
            }
        }
    }

    private func write(step: Int, to json: inout JSONWriter) {
        json.member("id", StepName.id(step, of: application.appID))
        json.member("name", StepName.of(step))
        json.member("status", record.state(ofStep: step, at: now))
        json.member("enable", "true")
        json.member("elapsed_time", Timestamp.duration(microseconds: record.duration(ofStep: step, at: now)))
        json.member("region", "")
        json.member("offset", "0")
        json.member("current_offset", "0")
        json.member("faq_url", "")
    }
}
