import CodeArtsDeployModel

/// The success rates of some tasks of a project.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListTaskSuccessRate.html
enum ListTaskSuccessRate {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let projectID = try call.identifier("project_id")
        let body = try call.jsonBody()
        let days = try DateRange(from: body.text("start_date"), to: body.text("end_date"), limit: 366)
        guard let tasks = try body.texts("task_ids") else { throw .invalidParameter }
        guard projectID == state.account.projectID else { throw .projectNotFound }
        var applications: [Applications.Application] = []
        for task in tasks { applications.append(try state.viewedApplication(ofTask: task)) }
        return .object { json in
            state.writeProject(days, to: &json)
            json.member("tasks_success_rate", each: applications) { json, application in
                json.object { json in
                    json.member("task_id", application.taskID)
                    json.member("task_name", application.name)
                    state.successRate(of: [application], days).write(to: &json)
                }
            }
        }
    }
}
