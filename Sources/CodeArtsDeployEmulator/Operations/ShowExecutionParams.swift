import CodeArtsDeployModel

/// The parameters of a record, as a bare array. What looks like a whole number comes back as one, and private values
/// come back empty.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/ally-visitor-1-api-deployman/ShowExecutionParams.html
enum ShowExecutionParams {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let recordID = try call.queryIdentifier("record_id")
        _ = try state.application(ofTask: taskID)
        guard let record = state.visibleRecord(recordID, ofTask: taskID) else { throw .recordNotFound }
        var json = JSONWriter()
        json.beginArray()
        for parameter in record.parameters {
            json.object { json in
                json.member("name", parameter.key)
                json.member("type", parameter.type)
                json.name("value")
                if parameter.type == "encrypt" {
                    json.string("")
                } else if let number = Int(parameter.value), String(number) == parameter.value {
                    json.integer(number)
                } else {
                    json.string(parameter.value)
                }
            }
        }
        json.endArray()
        return Reply(status: 200, body: json.bytes)
    }
}
