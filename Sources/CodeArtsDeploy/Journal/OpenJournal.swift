internal import CodeArtsDeployModel

/// An open journal: the file, and how a flow waits for its disk. All deployments that it is of share it.
final class OpenJournal {
    /// How long the end of a deployment waits for the disk.
    private static let closingMS = 5000
    private static let slowestLookMS = 20

    private let path: String
    private let file: JournalFile
    /// Whether something was started by it.
    var hasStarted = false
    /// Whether its disk has kept somebody waiting for too long already.
    private var isSlow = false

    private init(_ path: String) {
        self.path = path
        file = JournalFile.open(Array(path.utf8))
    }

    /// Opens a journal and reads how far its deployments had got.
    ///
    /// - Parameters:
    ///   - subjects: what it has to belong to.
    ///   - isResumed: else a journal that has lines already is refused.
    static func open(
        _ path: String, of subjects: JournalSubjects, isResumed: Bool, context: FlowContext,
        then: @escaping (Result<(OpenJournal, [JournalStanding]), DeployError>) -> Step
    ) -> Step {
        let journal = OpenJournal(path)
        return journal.wait(context, for: { journal.file.contents }) { contents in
            do throws(DeployError) {
                let bytes = try journal.unwrapped(contents, context)
                guard isResumed || bytes.isEmpty else {
                    throw DeployError(
                        .configuration,
                        "The journal \(path) has lines already. Give \"resume\": true to go on with its deployment, or another file. Nothing was started.",
                        outcome: .notSent)
                }
                var reader = JournalReader(path, of: subjects)
                try reader.read(bytes)
                let standings = reader.standings
                guard let plan = subjects.plan, !reader.hasPlan else { return then(.success((journal, standings))) }
                return journal.keep(JournalEntry.plan(plan, items: standings.count), context) { refusal in
                    guard let refusal else { return then(.success((journal, standings))) }
                    return journal.close(context) { then(.failure(refusal)) }
                }
            } catch {
                return journal.close(context) { then(.failure(error)) }
            }
        }
    }

    /// Whether nothing more can be kept.
    var isBroken: Bool {
        if case .failure = file.isKept(.max) { return true }
        return false
    }

    /// Puts a line on the disk; an error means that it is not there.
    func keep(_ line: [UInt8], _ context: FlowContext, then: @escaping (DeployError?) -> Step) -> Step {
        let number = file.append(line, isDurable: true)
        return wait(context, for: { self.file.isKept(number) }) { kept in
            do throws(DeployError) {
                try self.unwrapped(kept, context)
                return then(nil)
            } catch {
                return then(error)
            }
        }
    }

    /// Nobody waits for this.
    func note(_ line: [UInt8], isDurable: Bool) { _ = file.append(line, isDurable: isDurable) }

    /// Writes what is left and unlocks the file.
    func close(_ context: FlowContext, then: @escaping () -> Step) -> Step {
        file.close()
        if case .failure = file.contents { return then() }
        let closing = context.uncancelled(until: Deadline(inMS: isSlow ? 0 : Self.closingMS))
        return wait(closing, for: { self.file.isClosed ? self.file.isKept(.max) ?? .success(()) : nil }) { closed in
            switch closed {
            case .failure(let problem) where self.hasStarted:
                context.warn(JournalFault.remark(on: problem, of: self.path))
            case .success, .failure: break
            case nil: context.warn("The journal \(self.path) is not written yet: its disk does not answer.")
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

    private func unwrapped<Value>(
        _ result: Result<Value, JournalFile.Problem>?, _ context: FlowContext
    ) throws(DeployError) -> Value {
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
