internal import CodeArtsDeployModel

/// A log follower: reads a deployment's log as it grows. The log is a help and no more: if it cannot be read, that is
/// said once and the deployment is followed without it.
///
/// What the offsets count is not documented, so they are passed on as they come; a part ends where the next begins.
final class LogFollower {
    /// So much of its end is kept for a failure.
    private static let tailBytes = 4096
    /// How much one part may hold, if offsets count bytes.
    private static let part = 1 << 20
    /// How many parts are read between two polls of the deployment.
    private static let partsAtOnce = 64
    /// A log that takes longer than this to come must not hold up the polls of the deployment.
    private static let patienceMS = 10_000
    /// How often, and after what pause, the end of a log is asked for again where somebody on the way answers.
    private static let mostPages = 3
    private static let pagePauseMS = 500

    private let taskID: String
    private let recordID: String
    private let context: FlowContext
    /// What goes out of the log.
    private var shown: MaskedStream
    private var isRequested: Bool
    /// Only its tail is wanted.
    private var isQuiet = false
    private var appID: String?
    private var offset = 0
    /// Nobody writes to it any more.
    private var isAtEnd = false
    private var pages = 0
    private(set) var tail: [UInt8] = []

    init(
        ofTask taskID: String, recordID: String, appID: String?, isRequested: Bool, secrets: Redaction,
        context: FlowContext
    ) {
        self.taskID = taskID
        self.recordID = recordID
        self.appID = appID
        self.context = context
        self.isRequested = isRequested
        shown = MaskedStream(secrets)
    }

    deinit {
        shown.wipe()
    }

    /// Reads it although it was not asked for, and tells nobody but the report.
    func requestTail() {
        isRequested = true
        isQuiet = true
    }

    /// Reads what is new, but not more than leaves time to poll the deployment as well.
    func follow(then: @escaping () -> Step) -> Step {
        follow(maxParts: Self.partsAtOnce, then: then)
    }

    /// Reads all the rest of a log that nobody writes to any more.
    func followToEnd(then: @escaping () -> Step) -> Step {
        isAtEnd = true
        return follow(maxParts: .max) {
            self.show(self.shown.flush())
            return then()
        }
    }

    private func follow(maxParts: Int, then: @escaping () -> Step) -> Step {
        guard isRequested, !context.isCancelled, !context.deadline.isOver else { return then() }
        guard appID == nil else { return read(maxParts, then: then) }
        return findApplication { self.appID == nil ? then() : self.read(maxParts, then: then) }
    }

    private func read(_ partsLeft: Int, then: @escaping () -> Step) -> Step {
        ask(from: offset, stepID: nil) { answer in
            switch answer {
            case .failure(let error):
                if self.isAtEnd, error.isPage, !error.isFinal, self.pages < Self.mostPages,
                    !self.context.isCancelled
                {
                    self.pages += 1
                    return .pause(ms: Self.pagePauseMS) { self.read(partsLeft, then: then) }
                }
                // Before its end it may come again, or for the first time.
                if self.isAtEnd || error.isFinal && error.status != .notFound { self.giveUp(error) }
                return then()
            case .success(let reply):
                let hasMoved = reply.end.map { $0 > self.offset } ?? false
                // What does not say where it ends would come again and again: it is shown when it is whole.
                if hasMoved || self.isAtEnd { self.show(self.shown.masked(reply.text)) }
                self.offset = max(self.offset, reply.end ?? self.offset)
                guard reply.hasMore, !reply.text.isEmpty, hasMoved, partsLeft > 1, !self.context.isCancelled,
                    !self.context.deadline.isOver
                else { return then() }
                return self.read(partsLeft - 1, then: then)
            }
        }
    }

    private func show(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        tail = Self.end(of: tail + text)
        if isQuiet { return }
        context.note("log") {
            $0.name("text")
            $0.string(utf8: text)
        }
    }

    /// The last bytes of a text, from the beginning of a character on.
    private static func end(of text: [UInt8]) -> [UInt8] {
        guard text.count > tailBytes else { return text }
        return Array(text.suffix(tailBytes).drop { $0 & 0xC0 == 0x80 })
    }

    private func giveUp(_ error: DeployError) {
        isRequested = false
        let loss = isAtEnd ? "The deployment's log is not whole" : "The deployment is followed without its log"
        context.warn("\(loss): \(error.message)")
    }

    // MARK: One step

    /// The end of one step's log; empty where it cannot be had.
    func ofStep(_ id: String?, then: @escaping ([UInt8]) -> Step) -> Step {
        guard isRequested, let id, appID != nil else { return then([]) }
        return step(id, from: 0, found: [], MaskedStream(shown.secrets), then: then)
    }

    private func step(
        _ id: String, from offset: Int, found: [UInt8], _ masked: MaskedStream,
        then: @escaping ([UInt8]) -> Step
    ) -> Step {
        ask(from: offset, stepID: id) { answer in
            var masked = masked
            guard case .success(let reply) = answer else { return then(Self.end(of: found + masked.flush())) }
            let found = Self.end(of: found + masked.masked(reply.text))
            guard reply.hasMore, !reply.text.isEmpty, let end = reply.end, end > offset,
                !self.context.isCancelled, !self.context.deadline.isOver
            else { return then(Self.end(of: found + masked.flush())) }
            return self.step(id, from: end, found: found, masked, then: then)
        }
    }

    // MARK: Calls

    private struct Part {
        let text: ArraySlice<UInt8>
        let end: Int?
        let hasMore: Bool

        init(reading reply: JSONValue) {
            let result = reply["result"]
            text = result?["text"]?.stringBytes ?? []
            hasMore = result?["has_more"]?.boolean ?? false
            let offset = result?["end_offset"]
            end = offset.flatMap { Int(digits: $0.stringBytes ?? $0.raw) }
        }
    }

    private func ask(
        from offset: Int, stepID: String?, then: @escaping (Result<Part, DeployError>) -> Step
    ) -> Step {
        let patience = context.with(Deadline(inMS: min(Self.patienceMS, context.deadline.remainingMS)))
        return patience.ask(.showAppLog) { json in
            json.member("app_id", self.appID ?? "")
            json.member("record_id", self.recordID)
            json.member("offset", String(offset))
            json.member("end_offset", String(offset &+ Self.part))
            json.member("step_id", ifKnown: stepID)
        } then: { answer in
            then(answer.map { Part(reading: $0) })
        }
    }

    private func findApplication(then: @escaping () -> Step) -> Step {
        context.ask(.showDeployTaskDetail) {
            $0.member("task_id", self.taskID)
        } then: { answer in
            switch answer {
            case .success(let detail):
                self.appID = detail["app_id"]?.string
                if self.appID == nil {
                    self.giveUp(DeployError(.badResponse, "The service does not name the task's application."))
                }
            case .failure(let error): if error.isFinal { self.giveUp(error) }
            }
            return then()
        }
    }
}
