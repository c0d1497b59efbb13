internal import CodeArtsDeployModel

/// A journal: what a driver keeps on the disk of a deployment, so that after its death another knows what was started.
/// An intent is on the disk before the first byte of its start is written.
final class Journal {
    /// How long the end of a deployment waits for the disk.
    private static let closingMS = 5000
    private static let slowestLookMS = 20

    private let path: String
    private let file: JournalFile
    private let taskID: String
    private let context: FlowContext
    private var hasStarted = false
    /// Whether its disk has kept somebody waiting for too long already.
    private var isSlow = false
    /// Whether its last line is of something that will end.
    private var awaitsEnd = false
    /// Of the baseline of the last intent.
    private var keptReleaseID: Int?

    private init(_ path: String, taskID: String, context: FlowContext) {
        self.path = path
        self.taskID = taskID
        self.context = context
        file = JournalFile.open(Array(path.utf8))
    }

    /// Opens a journal and reads how far the request's deployment had got.
    ///
    /// - Parameter isResumed: else a journal that has lines already is refused.
    static func open(
        _ path: String, for request: JSONValue, isResumed: Bool, context: FlowContext,
        then: @escaping (Result<(Journal, JournalStanding), DeployError>) -> Step
    ) -> Step {
        let taskID = request["task_id"]?.string ?? ""
        let journal = Journal(path, taskID: taskID, context: context)
        return journal.wait(context, for: { journal.file.contents }) { contents in
            do throws(DeployError) {
                let bytes = try journal.unwrapped(contents)
                guard isResumed || bytes.isEmpty else {
                    throw DeployError(
                        .configuration,
                        "The journal \(path) has lines already. Give \"resume\": true to go on with its deployment, or another file. Nothing was started.",
                        outcome: .notSent)
                }
                var reader = JournalReader(path, taskID: taskID, digest: RequestDigest.text(of: request))
                try reader.read(bytes)
                if case .started = reader.standing { journal.awaitsEnd = true }
                return then(.success((journal, reader.standing)))
            } catch {
                return journal.close { then(.failure(error)) }
            }
        }
    }

    /// Puts an intent on the disk; an error means that it is not there, and nothing may be started.
    func keep(_ intent: DeployIntent, then: @escaping (DeployError?) -> Step) -> Step {
        // Refused for certain while another deployment ran, and none was started since: the intent stands as it is.
        if awaitsEnd, intent.baseline?.releaseID == keptReleaseID { return then(nil) }
        awaitsEnd = true
        keptReleaseID = intent.baseline?.releaseID
        let line = file.append(JournalEntry.intent(intent), isDurable: true)
        return wait(context, for: { self.file.isKept(line) }) { kept in
            do throws(DeployError) {
                try self.unwrapped(kept)
                return then(nil)
            } catch {
                return then(error)
            }
        }
    }

    /// Nobody waits for this: a start that is not noted is found by its intent.
    func note(started record: StartedRecord) {
        hasStarted = true
        awaitsEnd = true
        _ = file.append(JournalEntry.started(record, ofTask: taskID), isDurable: true)
    }

    /// Notes an end, where it is one: a deployment that goes on, or of which nothing is known, is left open.
    func note(_ result: Result<[UInt8], DeployError>) {
        guard awaitsEnd, result.isEnd else { return }
        awaitsEnd = false
        _ = file.append(JournalEntry.end(result, ofTask: taskID), isDurable: false)
    }

    /// Writes what is left and unlocks the file.
    func close(then: @escaping () -> Step) -> Step {
        file.close()
        if case .failure = file.contents { return then() }
        let closing = context.uncancelled(until: Deadline(inMS: isSlow ? 0 : Self.closingMS))
        return wait(closing, for: { self.file.isClosed ? self.file.isKept(.max) ?? .success(()) : nil }) { closed in
            switch closed {
            case .failure(let problem) where self.hasStarted:
                self.context.warn(JournalFault.remark(on: problem, of: self.path))
            case .success, .failure: break
            case nil: self.context.warn("The journal \(self.path) is not written yet: its disk does not answer.")
            }
            return then()
        }
    }

    // MARK: Waiting for the disk

    /// Looks ever less often; nil once nobody may wait any longer.
    private func wait<Value>(
        _ context: FlowContext, for look: @escaping () -> Value?, everyMS pauseMS: Int = 1,
        then: @escaping (Value?) -> Step
    ) -> Step {
        if let value = look() { return then(value) }
        if context.isCancelled || context.deadline.isOver { return then(nil) }
        return .pause(ms: pauseMS) {
            self.wait(context, for: look, everyMS: min(pauseMS * 2, Self.slowestLookMS), then: then)
        }
    }

    private func unwrapped<Value>(_ result: Result<Value, JournalFile.Problem>?) throws(DeployError) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let problem): throw JournalFault.error(problem, of: path)
        case nil:
            isSlow = true
            if context.isCancelled { throw DeployError(.cancelled, "The operation was cancelled.", outcome: .notSent) }
            throw DeployError(
                .timeout, "The disk of the journal \(path) did not answer in time, so nothing was started.",
                outcome: .notSent)
        }
    }
}

extension Result<[UInt8], DeployError> {
    /// Whether it is known how the deployment ended, or that there is none.
    fileprivate var isEnd: Bool {
        guard case .failure(let error) = self else { return true }
        switch error.outcome {
        case .notSent?, .refused?: return true
        case .started?: return error.status == .deploymentFailed || error.status == .deploymentStopped
        case .unknown?, nil: return false
        }
    }
}
