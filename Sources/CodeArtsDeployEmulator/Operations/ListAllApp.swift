import CodeArtsDeployModel

/// The applications of a project, with the state of the newest deployment of each.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListAllApp.html
enum ListAllApp {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let body = try call.jsonBody()
        let projectID = try body.text("project_id")
        let page = ListPage(
            number: try body.wholeNumber("page", in: 1...99_999), size: try body.wholeNumber("size", in: 1...100))
        let states = try body.texts("states")
        let search = body["search"]?.string ?? ""
        let isByTime = body["sort_name"]?.string == "startTime"
        let isDescending = body["sort_by"]?.string == "DESC"
        guard projectID == state.account.projectID else { throw .projectNotFound }
        var found = state.account.applications.map { ApplicationView($0, state: state) }.filter { view in
            (states?.contains(view.executionState) ?? true)
                && (search.isEmpty || view.application.name.contains(search))
        }
        if isByTime { found.sort { ($0.newest?.begin.microseconds ?? 0) < ($1.newest?.begin.microseconds ?? 0) } }
        if isDescending { found.reverse() }
        return .object { json in
            json.member("total_num", found.count)
            json.member("result", each: page.of(found)) { $0.object($1.writeExecution) }
        }
    }
}
