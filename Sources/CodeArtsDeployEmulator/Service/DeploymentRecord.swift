import CodeArtsDeployModel

/// One deployment that was started.
struct DeploymentRecord {
    /// A parameter as the client gave it.
    struct Parameter {
        let key: String
        let value: String
        let type: String
    }

    let id: String
    let taskID: String
    let jobName: String
    let triggerSource: String?
    /// The record to whose configuration this deployment goes back.
    let sourceRecordID: String?
    let parameters: [Parameter]

    /// A record stays as it was made, pending, while the emulator serves no operation that reports a state.
    let state = "pending"

    /// As the control plane lists it; `encrypt` values stay out of it.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("record_id", id)
        json.member("task_id", taskID)
        json.member("job_name", jobName)
        json.member("state", state)
        json.member("trigger_source", orNull: triggerSource)
        json.member("source_record_id", orNull: sourceRecordID)
        json.name("params")
        json.beginArray()
        for parameter in parameters {
            json.beginObject()
            json.member("key", parameter.key)
            json.member("type", parameter.type)
            json.member("value", parameter.type == "encrypt" ? "" : parameter.value)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
