import CodeArtsDeployModel

/// The parameters of a record, as a bare array. What looks like a number comes back as one, so that 1.50 is 1.5 then,
/// and private values come back empty.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/ally-visitor-1-api-deployman/ShowExecutionParams.html
enum ShowExecutionParams {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let taskID = try call.identifier("task_id")
        let recordID = try call.queryIdentifier("record_id")
        _ = try state.viewedApplication(ofTask: taskID)
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
                } else if let number = number(parameter.value) {
                    json.raw(Array(number.utf8))
                } else {
                    json.string(parameter.value)
                }
            }
        }
        json.endArray()
        return Reply(status: 200, body: json.bytes)
    }

    /// As a service writes it that reads whatever looks like a number; nil for what JSON does not take for one.
    private static func number(_ text: String) -> String? {
        guard let value = try? JSONDocument(parsing: Array(text.utf8)).root, value.kind == .number else { return nil }
        if let whole = value.integer { return String(whole) }
        return Double(text).flatMap { $0.isFinite ? "\($0)" : nil }
    }
}
