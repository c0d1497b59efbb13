import CodeArtsDeployModel

/// The tasks of a project.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTasks.html
enum ListDeployTasks {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let projectID = try call.identifier("project_id")
        let page = ListPage(
            number: try call.number("page", in: 1...99_999), size: try call.number("size", in: 1...100))
        guard projectID == state.account.projectID else { throw .projectNotFound }
        let tasks = try state.viewedApplications()
        return .object { json in
            json.member("total_num", tasks.count)
            json.member("result", each: page.of(tasks)) {
                $0.object(ApplicationView($1, state: state).writeTask)
            }
        }
    }
}
