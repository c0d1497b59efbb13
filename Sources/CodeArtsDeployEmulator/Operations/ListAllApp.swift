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
        guard projectID == state.account.projectID else { throw .projectNotFound }
        var found = try state.viewedApplications()
        if !search.isEmpty { found.removeAll { !$0.name.contains(search) } }
        if let states { found = state.applications(found, in: Set(states)) }
        switch body["sort_name"]?.string {
        case "startTime": found = state.sortedByStart(found)
        case "name": found.sort { ($0.name, $0.appID) < ($1.name, $1.appID) }
        default: break
        }
        if body["sort_by"]?.string == "DESC" { found.reverse() }
        return .object { json in
            json.member("total_num", found.count)
            json.member("result", each: page.of(found)) {
                $0.object(ApplicationView($1, state: state).writeExecution)
            }
        }
    }
}

extension ServiceState {
    /// Those whose newest record is in one of these states. Whether one runs is known without a look at its records.
    fileprivate func applications(
        _ all: [Applications.Application], in states: Set<String>
    ) -> [Applications.Application] {
        let isOpenOnly = states.isSubset(of: [RecordState.pending.rawValue, RecordState.running.rawValue])
        let now = now
        return all.filter { application in
            if isOpenOnly, !store.isBusy(application.taskID, at: now) { return false }
            let newest = store.newest(ofTask: application.taskID, at: now)
            return states.contains(newest?.state(at: now).rawValue ?? ApplicationView.neverExecuted)
        }
    }

    /// Those without a record come first.
    fileprivate func sortedByStart(_ all: [Applications.Application]) -> [Applications.Application] {
        let now = now
        let begun = all.map { ($0, store.newest(ofTask: $0.taskID, at: now)?.begin.microseconds ?? 0) }
        return begun.sorted { $0.1 < $1.1 }.map(\.0)
    }
}
