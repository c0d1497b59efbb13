internal import CodeArtsDeployModel

/// The records of a task, over all pages and windows of days that it takes.
final class ListRecords {
    private let client: SubcallClient
    private let request: JSONValue
    private let limit: Int
    private var found: [JSONValue] = []

    init(_ request: JSONValue, _ client: SubcallClient) {
        self.request = request
        self.client = client
        limit = request["limit"]?.integer ?? Defaults.records
    }

    func begin(_ context: CallContext, then: @escaping (Result<[UInt8], DeployError>) -> Step) -> Step {
        let task = request["task_id"]?.string ?? ""
        return TaskDetails.project(of: task, request, client, context) { project in
            switch project {
            case .failure(let error): return then(.failure(error))
            case .success(let project):
                let first = self.day("since").map { RecordPager.First.day($0) } ?? .back(RecordPager.keptDays)
                let walk = RecordPager(task, project, from: first, to: self.day("until"), self.client)
                return walk.begin(context, visit: self.take) { walked in
                    context.warnings.addOnce(self.client.dependencies.clock.skew, about: context.subject)
                    return then(walked.map { self.result(context) })
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

    private func result(_ context: CallContext) -> [UInt8] {
        var json = JSONWriter(reserving: 256 * (found.count + 1))
        json.object { json in
            json.name("items")
            json.beginArray()
            for record in found { json.raw(record.raw) }
            json.endArray()
            json.meta(attempts: client.attempts, context)
        }
        return json.bytes
    }
}
