import CodeArtsDeployModel

/// The log of a deployment, in parts. There is more while the deployment runs.
///
/// The documents do not say what the offsets count, nor what `end_offset` does: here they count bytes, and an end that
/// is not after the offset is no limit.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppLog.html
enum ShowAppLog {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let appID = try call.identifier("app_id")
        let recordID = try call.identifier("record_id")
        let offset = try self.offset("offset", call)
        let end = try self.offset("end_offset", call)
        let application = try state.viewedApplication(appID)
        guard let record = state.visibleRecord(recordID, ofTask: application.taskID) else { throw .recordPathNotFound }
        var step: Int?
        if let id = call.request.query["step_id"] {
            step = (1...record.course.steps).first { StepName.id($0, of: appID) == id }
            guard step != nil else { throw .invalidParameter }
        }
        let log = DeploymentLog(record, step: step, lines: state.behaviour.logLines, at: state.now)
        let start = min(offset, log.text.count)
        let limit = end > offset ? min(end, log.text.count) : log.text.count
        let part = log.part(start..<min(limit, start + state.behaviour.logPart))
        return .result { json in
            json.member("has_more", log.grows || part.range.upperBound < log.text.count)
            json.member("text", part.text)
            json.member("offset", String(part.range.lowerBound))
            json.member("end_offset", String(part.range.upperBound))
        }
    }

    private static func offset(_ name: String, _ call: Call) throws(ServiceError) -> Int {
        let text = try call.query(name)
        guard (1...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidParameter
        }
        // No log is longer than what fits.
        return Int(text) ?? Int.max
    }
}
