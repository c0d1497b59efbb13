import CodeArtsDeployModel

/// The success rate of a project.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowProjectSuccessRate.html
enum ShowProjectSuccessRate {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let projectID = try call.identifier("project_id")
        let days = try DateRange(from: call.query("start_date"), to: call.query("end_date"), limit: 366)
        guard projectID == state.account.projectID else { throw .projectNotFound }
        let applications = try state.viewedApplications()
        return .object { json in
            state.writeProject(days, to: &json)
            json.member("task_count", applications.count)
            state.successRate(of: applications, days).write(to: &json)
        }
    }
}
