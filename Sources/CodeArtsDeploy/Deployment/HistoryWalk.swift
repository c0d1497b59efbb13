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
    private var window = 0...0
    /// Of the window, and how many of them were shown.
    private var records: [(id: Int, record: JSONValue)] = []
    private var visited = 0

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
        window = max(since, until - Self.windowDays + 1)...until
        records = []
        visited = 0
        return page(1, run, visit) { result in
            switch result {
            case .failure(let error): return then(.failure(error))
            case .success(let wantsMore):
                guard wantsMore else { return then(.success(())) }
                self.until = self.window.lowerBound - 1
                return self.begin(run, visit: visit, then: then)
            }
        }
    }

    private func page(
        _ number: Int, _ run: Run, _ visit: @escaping (JSONValue) -> Bool,
        then: @escaping (Result<Bool, DeployError>) -> Step
    ) -> Step {
        caller.ask(.listDeployTaskHistoryByDate, run) { json in
            json.member("project_id", self.projectID)
            json.member("id", self.taskID)
            json.member("page", number)
            json.member("size", Self.pageSize)
            json.member("start_date", CivilDate(daysSince1970: self.window.lowerBound).text)
            json.member("end_date", CivilDate(daysSince1970: self.window.upperBound).text)
        } then: { answer in
            switch answer {
            case .failure(let error): return then(.failure(error))
            case .success(let reply):
                let found = reply["result"].map { Array($0.elements) } ?? []
                let known = self.records.count
                for record in found { self.add(record) }
                // A page with nothing new is the last, whatever the total says: a service may not heed the number.
                let isLast =
                    found.count < Self.pageSize || self.records.count == known
                    || self.records.count >= reply["total_num"]?.integer ?? .max
                guard self.show(isLast, visit) else { return then(.success(false)) }
                return isLast ? then(.success(true)) : self.page(number + 1, run, visit, then: then)
            }
        }
    }

    /// A record that was made between two pages pushes the last ones of a page to the next, where they come once more.
    private func add(_ record: JSONValue) {
        let isKnown = records.suffix(Self.pageSize).contains { known in
            known.id == record.releaseID && known.record.executionID == record.executionID
        }
        if !isKnown { records.append((record.releaseID, record)) }
    }

    /// Shows what is known to be the newest; answers whether somebody wants to see more.
    ///
    /// In which order records come is not documented. They were only seen with the newest first; then a page can be shown
    /// as it comes, and often one is enough. In any other order the window is shown whole.
    private func show(_ isLast: Bool, _ visit: (JSONValue) -> Bool) -> Bool {
        if !isNewestFirst {
            guard isLast else { return true }
            sort()
        }
        while visited < records.count {
            visited += 1
            if !visit(records[visited - 1].record) { return false }
        }
        return true
    }

    private var isNewestFirst: Bool { records.indices.dropFirst().allSatisfy { records[$0 - 1].id >= records[$0].id } }

    /// What was shown stays in front.
    private func sort() {
        var sorted: [(id: Int, record: JSONValue)] = []
        for entry in records[visited...] { sorted.insert(entry) { $0.id < entry.id } }
        records = records[..<visited] + sorted
    }
}

extension JSONValue {
    /// Of a record of the history.
    var releaseID: Int { self["release_id"]?.integer ?? 0 }
    var executionID: String { self["execution_id"]?.string ?? "" }
}
