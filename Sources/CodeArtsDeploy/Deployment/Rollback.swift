internal import CPlatform
internal import CodeArtsDeployModel

/// A rollback to the last deployment that succeeded, after one has failed; it is followed as well. It never undoes what
/// somebody else has deployed since.
final class Rollback {
    /// What has just failed may still count as running for a moment.
    private static let busyMS = 60_000
    /// How many reads of the history may miss what has just failed.
    private static let mostInVain = 5

    private let failed: DeploymentReport
    private let projectID: String?
    private let settings: WatchSettings
    private let context: FlowContext
    private let secrets: Redaction
    private let then: ([UInt8]) -> Step
    private let busyUntilMS = platform_monotonic_ms() + Int64(busyMS)
    // What the history shows.
    private var newestID = 0
    private var isFound = false
    private var wasStopped = false
    /// The newest record before the failed one is met.
    private var newer = ""
    private var source = ""
    private var announced = ""
    private var looksInVain = 0

    /// - Parameter then: takes what became of it, `{"source_record_id", …the deployment object}` or with "error".
    init(
        of failed: DeploymentReport, projectID: String?, settings: WatchSettings, secrets: Redaction,
        context: FlowContext, then: @escaping ([UInt8]) -> Step
    ) {
        self.failed = failed
        self.projectID = projectID
        self.settings = settings
        self.context = context
        self.secrets = secrets
        self.then = then
    }

    func begin() -> Step {
        guard let projectID else { return end(with: .noProject) }
        (newestID, isFound, wasStopped, newer, source) = (0, false, false, "", "")
        let pager = RecordPager(
            taskID: failed.taskID, projectID: projectID, from: .back(RecordPager.keptDays), context: context)
        return pager.begin(visit: look) { walked in
            if case .failure(let error) = walked {
                return error.isFinal ? self.end(with: error) : self.again(after: error)
            }
            if let reason = self.reasonToLeave {
                // The history may need a moment for a record.
                self.looksInVain += self.isFound || self.wasStopped ? Self.mostInVain : 1
                return self.looksInVain < Self.mostInVain ? self.again(after: reason) : self.end(with: reason)
            }
            if let reason = self.reasonOfClock { return self.end(with: reason) }
            return self.launch(projectID, since: pager.since)
        }
    }

    /// Whoever keeps it busy, or out of sight, may have deployed something newer.
    private func again(after error: DeployError) -> Step {
        guard platform_monotonic_ms() < busyUntilMS, !context.isCancelled, !context.deadline.isOver else {
            return end(with: error)
        }
        return .pause(ms: settings.intervalMS) { self.begin() }
    }

    /// Nothing is undone by a machine that does not know which day it is.
    private var reasonOfClock: DeployError? {
        let skew = context.clock.skew
        guard skew.isDayOff else { return nil }
        let message =
            "Nothing was rolled back, because this machine's clock is \(skew.distance): set it right, look at the task's records, then go back by hand (rollback_records, record \(source))."
        failed.hindrance = message
        source = ""
        return DeployError(.configuration, message)
    }

    /// The newest come first: what ran after the failed one, then that, then what it may go back to.
    private func look(at record: JSONValue) -> Bool {
        newestID = max(newestID, record.releaseID)
        let end = DeploymentState(record["state"]?.string ?? "").end
        if record.executionID == failed.recordID {
            isFound = true
            wasStopped = end == .stopped
            source = ""
            return newer.isEmpty && !wasStopped
        }
        if !isFound, newer.isEmpty { newer = record.executionID }
        if source.isEmpty, end == .succeeded { source = record.executionID }
        return !isFound || source.isEmpty
    }

    private var reasonToLeave: DeployError? {
        if wasStopped {
            return DeployError(.deploymentStopped, "The history says that the deployment was stopped; it is left so.")
        }
        if !isFound {
            return DeployError(
                .notFound,
                "The history does not show the deployment \(failed.recordID), so it does not tell what came before and after it: nothing was rolled back. Look at the task's records."
            )
        }
        if !newer.isEmpty {
            return DeployError(
                .busy, "The record \(newer) was started since; going back would undo it. Look at it before you do.")
        }
        if source.isEmpty {
            return DeployError(
                .notFound, "There is no earlier record that succeeded, so there is nothing to go back to.")
        }
        return nil
    }

    private func launch(_ projectID: String, since: Int) -> Step {
        var json = JSONWriter()
        json.object {
            $0.member("task_id", failed.taskID)
            $0.member("record_id", source)
        }
        if announced != source {
            context.note("rollback", about: EventSubject(recordID: source).within(context.subject)) { _ in }
        }
        announced = source
        let baseline = Baseline(taskID: failed.taskID, projectID: projectID, releaseID: newestID, since: since)
        return StartFlow(
            .rollbackRecords, text: json.bytes, ofTask: failed.taskID, sent: .earlierRecord, baseline: baseline,
            settings: settings, busyMS: 0, context: context
        ) { launched in
            switch launched {
            case .success(let launched):
                self.context.note(started: launched.recordID)
                return self.watch(launched)
            case .failure(let error):
                // Certainly refused, but not permanently.
                let isForNow = error.outcome == .refused && (error.status == .busy || error.isPage)
                return isForNow ? self.again(after: error) : self.end(with: error)
            }
        }.begin()
    }

    private func watch(_ launched: StartedRecord) -> Step {
        Watch(
            launched, ofTask: failed.taskID, settings: settings, graceMS: Deploy.graceMS, secrets: secrets,
            context: context
        ) { watched in
            switch watched {
            case .failure(let error): return self.end(with: error)
            case .success(let report):
                return self.then(self.document { report.writeMembers(to: &$0) })
            }
        }.begin()
    }

    private func end(with error: DeployError) -> Step {
        then(
            document {
                $0.name("error")
                $0.raw(error.document)
            })
    }

    private func document(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.object {
            if !source.isEmpty { $0.member("source_record_id", source) }
            members(&$0)
        }
        return json.bytes
    }
}
