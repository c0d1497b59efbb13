import CodeArtsDeployModel

/// The records of a task in a range of days, the newest first.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTaskHistoryByDate.html
enum ListDeployTaskHistoryByDate {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let projectID = try call.identifier("project_id")
        let taskID = try call.identifier("id")
        let page = ListPage(
            number: try call.number("page", in: 1...99_999), size: try call.number("size", in: 1...100))
        let days = try DateRange(from: call.query("start_date"), to: call.query("end_date"), limit: 30)
        guard projectID == state.account.projectID else { throw .projectNotFound }
        _ = try state.viewedApplication(ofTask: taskID)
        let records = state.history(ofTask: taskID).filter { days.contains($0.begin) }
        let user = state.account.user.name
        let now = state.now
        return .object { json in
            json.member("total_num", records.count)
            json.member("result", each: page.of(records)) { json, record in
                json.object { record.writeHistory(to: &$0, operator: user, at: now) }
            }
        }
    }
}

extension DeploymentRecord {
    fileprivate func writeHistory(to json: inout JSONWriter, operator user: String, at now: Timestamp) {
        let user = source == .foreign ? "somebody-else" : user
        json.member("execution_id", id)
        json.member("release_id", releaseID)
        json.member("state", state(at: now).rawValue)
        json.member("type", "0")
        json.member("operator", user)
        json.member("nickname", user)
        json.member("start_time", begin.beijing)
        json.member("end_time", ifKnown: end(at: now)?.beijing)
        json.member("duration", Timestamp.duration(microseconds: duration(at: now)))
    }
}
