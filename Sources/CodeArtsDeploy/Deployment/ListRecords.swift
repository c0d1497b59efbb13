internal import CodeArtsDeployModel

/// The records of a task, over all pages and windows of days that it takes.
final class ListRecords {
    private let caller: Caller
    private let request: JSONValue
    private let limit: Int
    private var found: [JSONValue] = []

    init(_ request: JSONValue, _ caller: Caller) {
        self.request = request
        self.caller = caller
        limit = request["limit"]?.integer ?? Defaults.records
    }

    func begin(_ run: Run, then: @escaping (Result<[UInt8], DeployError>) -> Step) -> Step {
        let task = request["task_id"]?.string ?? ""
        return Survey.project(of: task, request, caller, run) { project in
            switch project {
            case .failure(let error): return then(.failure(error))
            case .success(let project):
                let first = self.day("since").map { HistoryWalk.First.day($0) } ?? .back(HistoryWalk.keptDays)
                let walk = HistoryWalk(task, project, from: first, to: self.day("until"), self.caller)
                return walk.begin(run, visit: self.take) { walked in
                    run.warnings.addOnce(self.caller.line.clock.skew)
                    return then(walked.map { self.result(run) })
                }
            }
        }
    }

    private func day(_ name: StaticString) -> Int? {
        request[name]?.stringBytes.flatMap { CivilDate($0) }?.daysSince1970
    }

    private func take(_ record: JSONValue) -> Bool {
        found.append(record)
        return found.count < limit
    }

    private func result(_ run: Run) -> [UInt8] {
        var json = JSONWriter(reserving: 256 * (found.count + 1))
        json.object { json in
            json.name("items")
            json.beginArray()
            for record in found { json.raw(record.raw) }
            json.endArray()
            json.meta(attempts: caller.attempts, run)
        }
        return json.bytes
    }
}
