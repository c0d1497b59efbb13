internal import CodeArtsDeployModel

/// A pager over the records of a task, the newest first, for as many pages and windows of days as are wanted.
final class RecordPager {
    /// The longest span that the service takes, and how long it keeps a record.
    static let windowDays = 30
    static let keptDays = 92
    private static let pageSize = 100
    /// That may be asked for at all, 1970-01-01 to 2125-12-30: a clock may know any other.
    private static let days = 0...56_976

    private let taskID: String
    private let projectID: String
    private let context: FlowContext
    private let first: First
    private let last: Int?
    /// The first day that is asked for, counted since 1970.
    private(set) var since = 0
    /// The last day of the window that comes next.
    private var until = 0
    /// The service's answers show its days: what the first request asked for without knowing them may have to be
    /// asked for again.
    private var isFirstAnswer = true
    private var restartsLeft = 2
    private var window = 0...0
    /// Of the window, and how many of them were shown.
    private var records: [(id: Int, record: JSONValue)] = []
    private var visited = 0
    /// Of the windows before: a service may ignore the days that it is asked for.
    private var earlier: [(id: Int, executionID: String)] = []

    /// The oldest day that is asked for.
    enum First {
        /// Counted since 1970.
        case day(Int)
        /// So many days before today.
        case back(Int)
    }

    /// - Parameters:
    ///   - first: the first day; the service's zone is not known, so one more is looked at.
    ///   - last: the last day, counted since 1970; nil for as late as the service can have one.
    init(taskID: String, projectID: String, from first: First, to last: Int? = nil, context: FlowContext) {
        self.taskID = taskID
        self.projectID = projectID
        self.context = context
        self.first = first
        self.last = last
    }

    /// The days to be asked for, as far as it is known by now which day it is.
    private var wished: ClosedRange<Int> {
        let today = context.clock.today
        let lower =
            switch first {
            case .day(let day): day
            case .back(let days): today.lowerBound - days
            }
        // A first day that seems to be in the future may be so on this machine's calendar alone.
        let first = min(max(lower, Self.days.lowerBound), Self.days.upperBound)
        return first...min(max(first, last ?? today.upperBound + 1), Self.days.upperBound)
    }

    /// - Parameter visit: takes a record, and says whether it wants an older one.
    func begin(
        visit: @escaping (JSONValue) -> Bool, then: @escaping (Result<Void, DeployError>) -> Step
    ) -> Step {
        let days = wished
        (since, until) = (days.lowerBound, days.upperBound)
        isFirstAnswer = true
        earlier = []
        records = []
        return nextWindow(visit: visit, then: then)
    }

    private func nextWindow(
        visit: @escaping (JSONValue) -> Bool, then: @escaping (Result<Void, DeployError>) -> Step
    ) -> Step {
        guard until >= since else { return then(.success(())) }
        window = max(since, until - Self.windowDays + 1)...until
        for (id, record) in records { earlier.append((id, record.executionID)) }
        records = []
        visited = 0
        return page(1, visit) { result in
            switch result {
            case .failure(.days): return self.begin(visit: visit, then: then)
            case .failure(.error(let error)): return then(.failure(error))
            case .success(let wantsMore):
                guard wantsMore else { return then(.success(())) }
                self.until = self.window.lowerBound - 1
                return self.nextWindow(visit: visit, then: then)
            }
        }
    }

    /// Whether the first answer shows that other days had to be asked for.
    private func mustRestart() -> Bool {
        guard isFirstAnswer else { return false }
        isFirstAnswer = false
        guard restartsLeft > 0 else { return false }
        let days = wished
        let isOther =
            days.lowerBound < since || days.upperBound > until || days.upperBound < until - Self.windowDays
        if isOther { restartsLeft -= 1 }
        return isOther
    }

    /// A reason not to read a window to its end.
    private enum Break: Error {
        case error(DeployError)
        /// Other days must be asked for.
        case days
    }

    private func page(
        _ number: Int, _ visit: @escaping (JSONValue) -> Bool,
        then: @escaping (Result<Bool, Break>) -> Step
    ) -> Step {
        context.ask(.listDeployTaskHistoryByDate) { json in
            json.member("project_id", self.projectID)
            json.member("id", self.taskID)
            json.member("page", number)
            json.member("size", Self.pageSize)
            json.member("start_date", CivilDate(daysSince1970: self.window.lowerBound).text)
            json.member("end_date", CivilDate(daysSince1970: self.window.upperBound).text)
        } then: { answer in
            if self.mustRestart() { return then(.failure(.days)) }
            switch answer {
            case .failure(let error): return then(.failure(.error(error)))
            case .success(let reply):
                let found = reply["result"].map { Array($0.elements) } ?? []
                let known = self.records.count
                for record in found { self.add(record) }
                // A page with nothing new is the last, whatever the total says: a service may ignore the number.
                let isLast =
                    found.count < Self.pageSize || self.records.count == known
                    || self.records.count >= reply["total_num"]?.integer ?? .max
                guard self.show(isLast, visit) else { return then(.success(false)) }
                return isLast ? then(.success(true)) : self.page(number + 1, visit, then: then)
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
    /// In which order records come is not documented. They were only seen with the newest first; then a page can be
    /// shown as it comes, and often one is enough. In any other order the window is shown whole.
    private func show(_ isLast: Bool, _ visit: (JSONValue) -> Bool) -> Bool {
        if !isNewestFirst {
            guard isLast else { return true }
            sort()
        }
        while visited < records.count {
            visited += 1
            let (id, record) = records[visited - 1]
            let isKnown = earlier.contains { $0.id == id && $0.executionID == record.executionID }
            if !isKnown, !visit(record) { return false }
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
