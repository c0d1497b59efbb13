internal import CodeArtsDeployModel

/// A baseline: the newest record of a task before a start. Whatever is newer may be the start's own.
struct Baseline {
    let taskID: String
    let projectID: String
    let releaseID: Int
    /// From which day on records are compared.
    let since: Int

    /// The newest record now. Two days back are enough, whatever the service's zone: what is older is not new.
    static func ask(
        about taskID: String, projectID: String, context: FlowContext,
        then: @escaping (Result<Baseline, DeployError>) -> Step
    ) -> Step {
        var newest = 0
        let pager = RecordPager(taskID: taskID, projectID: projectID, from: .back(2), context: context)
        return pager.begin { record in
            newest = record.releaseID
            return false
        } then: { walked in
            then(
                walked.map {
                    Baseline(taskID: taskID, projectID: projectID, releaseID: newest, since: pager.since)
                })
        }
    }

    /// The records that may be newer.
    func pager(_ context: FlowContext) -> RecordPager {
        RecordPager(taskID: taskID, projectID: projectID, from: .day(since), context: context)
    }

    func isBefore(_ record: JSONValue) -> Bool { record.releaseID > releaseID }
}
