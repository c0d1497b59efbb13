internal import CodeArtsDeployModel

/// The `list_records` flow: the records of a task, over as many pages and windows of days as it takes.
final class ListRecords {
    private let context: FlowContext
    private let request: JSONValue
    private let limit: Int
    private var found: [JSONValue] = []

    init(_ request: JSONValue, context: FlowContext) {
        self.request = request
        self.context = context
        limit = request["limit"]?.integer ?? Defaults.records
    }

    func begin(then: @escaping (Result<[UInt8], DeployError>) -> Step) -> Step {
        let task = request["task_id"]?.string ?? ""
        return TaskDetails.project(of: task, request, context: context) { project in
            switch project {
            case .failure(let error): return then(.failure(error))
            case .success(let project):
                let first = self.day("since").map { RecordPager.First.day($0) } ?? .back(RecordPager.keptDays)
                let pager = RecordPager(
                    taskID: task, projectID: project, from: first, to: self.day("until"), context: self.context)
                return pager.begin(visit: self.take) { walked in
                    self.context.warnOfSkew()
                    return then(walked.map { self.result() })
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

    private func result() -> [UInt8] {
        var json = JSONWriter(reserving: 256 * (found.count + 1))
        json.object { json in
            json.name("items")
            json.beginArray()
            for record in found { json.raw(record.raw) }
            json.endArray()
            json.meta(context)
        }
        return json.bytes
    }
}
