internal import CodeArtsDeployModel

/// The `start_many` flow: many starts, a bounded number of them at once; each has its own answer.
final class StartMany {
    private let context: FlowContext
    private let items: [JSONValue]
    private let isStreamed: Bool
    private let maxConcurrent: Int
    private var results: [[UInt8]] = []
    private var counts = OutcomeCounts()

    /// - Parameter arguments: the checked request.
    init(_ arguments: JSONValue, context: FlowContext) {
        self.context = context
        items = arguments["items"].map { Array($0.elements) } ?? []
        isStreamed = arguments["results"].isText("stream")
        let limit = context.configuration.maxInFlight
        maxConcurrent = min(limit, arguments["max_in_flight"]?.integer ?? limit)
    }

    func begin(then: @escaping (Result<[UInt8], DeployError>) -> Step) -> Step {
        if !isStreamed { results = Array(repeating: [], count: items.count) }
        let batch = Batch(
            items.count, maxConcurrent: maxConcurrent,
            flow: { self.start(self.items[$0]) },
            hasRoom: { !self.isStreamed || self.context.eventLog?.hasRoomForResults ?? true },
            ended: { self.take($1, of: $0) })
        return .many(batch) { then(self.result(begun: batch.begun)) }
    }

    private func start(_ item: JSONValue) -> Step {
        context.send(.startDeployTask, checked: item) { .end($0) }
    }

    private func take(_ result: Result<[UInt8], DeployError>, of index: Int) {
        counts.add(result)
        if isStreamed {
            let subject = EventSubject(taskID: items[index]["task_id"]?.string, recordID: result.recordID)
            context.eventLog?.result(Self.document(result, index, eventAbout: subject))
        } else {
            results[index] = Self.document(result, index)
        }
    }

    /// `{"index","status","reply"|"error"}`
    private static func document(
        _ result: Result<[UInt8], DeployError>, _ index: Int, eventAbout subject: EventSubject? = nil
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.object { json in
            if subject != nil {
                json.member("event", "result")
                json.timeOfEvent()
            }
            json.member("index", index)
            switch result {
            case .success(let reply):
                json.member("status", "CAD_OK")
                json.name("reply")
                json.raw(reply)
            case .failure(let error):
                json.member("status", (error.status.name ?? "CAD_E_UNKNOWN").text)
                json.name("error")
                json.raw(error.document)
            }
            subject?.write(to: &json)
        }
        return json.bytes
    }

    // MARK: The end

    private func result(begun: Int) -> Result<[UInt8], DeployError> {
        let rest = begun..<items.count
        for index in rest {
            let cancelled = Result<[UInt8], DeployError>.failure(
                DeployError(.cancelled, "The operation was cancelled.").with(.notSent, for: .startDeployTask))
            counts.add(cancelled)
            if !isStreamed { results[index] = Self.document(cancelled, index) }
        }
        guard context.isCancelled else {
            var json = JSONWriter(reserving: 256)
            json.object {
                $0.members(members)
                guard !context.warnings.all.isEmpty else { return }
                $0.name("_meta")
                $0.object { $0.warnings(context.warnings.all) }
            }
            return .success(json.bytes)
        }
        var error = DeployError(
            .cancelled, "The operation was cancelled; \(rest.count) of \(items.count) starts were not begun.",
            outcome: counts.outcome)
        error.details = members
        return .failure(error)
    }

    /// `"items":[…],"counts":{…}`
    private var members: [UInt8] {
        var json = JSONWriter(reserving: results.reduce(64) { $0 + $1.count + 1 })
        if !isStreamed {
            json.name("items")
            json.beginArray()
            for result in results { json.raw(result) }
            json.endArray()
        }
        json.name("counts")
        counts.write(to: &json)
        return json.bytes
    }
}

extension Result<[UInt8], DeployError> {
    /// Of a start, as far as it is known.
    fileprivate var recordID: String? {
        switch self {
        case .success(let reply): (try? JSONDocument(parsing: reply))?.root["id"]?.string
        case .failure(let error): error.recordID
        }
    }
}

/// The counts of starts by outcome.
struct OutcomeCounts {
    private var started = 0
    private var refused = 0
    private var notSent = 0
    private var unknown = 0

    mutating func add(_ result: Result<[UInt8], DeployError>) {
        guard case .failure(let error) = result else {
            started += 1
            return
        }
        switch error.outcome {
        case .started: started += 1
        case .refused: refused += 1
        case .notSent: notSent += 1
        case .unknown, nil: unknown += 1
        }
    }

    /// What they come to together: the one that asks for most care.
    var outcome: Outcome { unknown > 0 ? .unknown : started > 0 ? .started : refused > 0 ? .refused : .notSent }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("started", started)
            $0.member("refused", refused)
            $0.member("not_sent", notSent)
            $0.member("unknown", unknown)
        }
    }
}
