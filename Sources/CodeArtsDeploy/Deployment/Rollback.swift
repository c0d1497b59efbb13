internal import CodeArtsDeployModel

/// Goes back to the last deployment that succeeded, after one has failed, and follows that as well.
final class Rollback {
    private let failed: DeploymentReport
    private let projectID: String
    private let settings: WatchSettings
    private let caller: Caller
    private let run: Run
    private let then: ([UInt8]) -> Step
    private var source = ""
    private var newestID = 0

    /// - Parameter then: takes what became of it, `{"source_record_id", …the deployment object}` or with "error".
    init(
        of failed: DeploymentReport, _ projectID: String, _ settings: WatchSettings, _ caller: Caller, _ run: Run,
        then: @escaping ([UInt8]) -> Step
    ) {
        self.failed = failed
        self.projectID = projectID
        self.settings = settings
        self.caller = caller
        self.run = run
        self.then = then
    }

    func begin() -> Step {
        let since = HistoryWalk.today - HistoryWalk.keptDays
        return HistoryWalk(failed.taskID, projectID, since: since, caller).begin(run, visit: look) { walked in
            if case .failure(let error) = walked { return self.end(with: error) }
            guard !self.source.isEmpty else {
                let message = "There is no earlier record that succeeded, so there is nothing to go back to."
                return self.end(with: DeployError(.notFound, message))
            }
            return self.launch()
        }
    }

    private func look(at record: JSONValue) -> Bool {
        newestID = max(newestID, record.releaseID)
        let state = DeploymentState(record["state"]?.string ?? "")
        guard state.end == .succeeded, record.executionID != failed.recordID else { return true }
        source = record.executionID
        return source.isEmpty
    }

    private func launch() -> Step {
        var json = JSONWriter()
        json.object {
            $0.member("task_id", failed.taskID)
            $0.member("record_id", source)
        }
        run.journal?.note("rollback") { $0.member("record_id", source) }
        // What has just failed may still count as running for a moment.
        let guarding = Launch.Guard(
            projectID: projectID, baseline: Baseline(releaseID: newestID, since: HistoryWalk.today - 2))
        return Launch(
            .rollbackRecords, json.bytes, of: failed.taskID, .earlierRecord, intervalMS: settings.intervalMS,
            busyMS: Self.busyMS, guarding, caller, run
        ) { launched in
            switch launched {
            case .failure(let error): return self.end(with: error)
            case .success(let launched): return self.watch(launched)
            }
        }.begin()
    }

    private static let busyMS = 60_000

    private func watch(_ launched: Launched) -> Step {
        Watch(failed.taskID, launched, settings, caller, run, graceMS: Deploy.graceMS) { watched in
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
