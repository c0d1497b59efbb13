internal import CPlatform
internal import CodeArtsDeployModel

/// Visits the records of a task, the newest first, over as many pages and windows of days as somebody wants to see.
final class HistoryWalk {
    /// The longest span that the service takes, and how long it keeps a record.
    static let windowDays = 30
    static let keptDays = 92
    private static let pageSize = 100

    private let taskID: String
    private let projectID: String
    private let caller: Caller
    private let since: Int
    /// The last day of the window that comes next.
    private var until: Int
    private var records: [JSONValue] = []

    /// - Parameters:
    ///   - since: the first day, counted since 1970; the service's zone is not known, so one more is looked at.
    ///   - until: the last day; nil for as late as the service can have one.
    init(_ taskID: String, _ projectID: String, since: Int, until: Int? = nil, _ caller: Caller) {
        self.taskID = taskID
        self.projectID = projectID
        self.caller = caller
        self.since = since
        self.until = until ?? Self.today + 1
    }

    static var today: Int { Int(platform_unix_seconds() / 86_400) }

    /// - Parameter visit: looks at a record, and says whether it wants to see an older one.
    func begin(
        _ run: Run, visit: @escaping (JSONValue) -> Bool, then: @escaping (Result<Void, DeployError>) -> Step
    ) -> Step {
        guard until >= since else { return then(.success(())) }
        records = []
        let first = max(since, until - Self.windowDays + 1)
        return page(1, from: first, run) { result in
            if case .failure = result { return then(result) }
            self.until = first - 1
            for record in self.newestFirst where !visit(record) { return then(.success(())) }
            return self.begin(run, visit: visit, then: then)
        }
    }

    private func page(
        _ number: Int, from first: Int, _ run: Run, then: @escaping (Result<Void, DeployError>) -> Step
    ) -> Step {
        caller.ask(.listDeployTaskHistoryByDate, run) { json in
            json.member("project_id", self.projectID)
            json.member("id", self.taskID)
            json.member("page", number)
            json.member("size", Self.pageSize)
            json.member("start_date", CivilDate(daysSince1970: first).text)
            json.member("end_date", CivilDate(daysSince1970: self.until).text)
        } then: { answer in
            switch answer {
            case .failure(let error): return then(.failure(error))
            case .success(let reply):
                let found = reply["result"].map { Array($0.elements) } ?? []
                self.records += found
                let isLast = found.count < Self.pageSize || self.records.count >= reply["total_num"]?.integer ?? .max
                return isLast ? then(.success(())) : self.page(number + 1, from: first, run, then: then)
            }
        }
    }

    /// In which order they come is not documented; the greatest release_id is the newest.
    private var newestFirst: [JSONValue] {
        var sorted: [(id: Int, record: JSONValue)] = []
        for record in records {
            let id = record.releaseID
            sorted.insert((id, record)) { $0.id < id }
        }
        return sorted.map { $0.record }
    }
}

extension JSONValue {
    /// Of a record of the history.
    var releaseID: Int { self["release_id"]?.integer ?? 0 }
    var executionID: String { self["execution_id"]?.string ?? "" }
}
