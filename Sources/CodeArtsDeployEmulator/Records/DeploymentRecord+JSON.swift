import CodeArtsDeployModel

extension DeploymentRecord {
    /// As the control plane lists it; `encrypt` values stay out of it.
    func write(to json: inout JSONWriter, at now: Timestamp) {
        json.beginObject()
        json.member("record_id", id)
        json.member("task_id", taskID)
        json.member("job_name", jobName)
        json.member("release_id", releaseID)
        json.member("state", state(at: now).rawValue)
        json.member("source", source.rawValue)
        json.member("trigger_source", orNull: triggerSource)
        json.member("source_record_id", orNull: sourceRecordID)
        json.member("fault", orNull: fault)
        write(parameters, named: "params", to: &json)
        write(given, named: "given", to: &json)
        json.endObject()
    }

    private func write(_ parameters: [Parameter], named name: StaticString, to json: inout JSONWriter) {
        json.name(name)
        json.beginArray()
        for parameter in parameters {
            json.beginObject()
            json.member("key", parameter.key)
            json.member("type", parameter.type)
            json.member("value", parameter.type == "encrypt" ? "" : parameter.value)
            json.endObject()
        }
        json.endArray()
    }
}
