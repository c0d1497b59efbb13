internal import CodeArtsDeployModel

/// Which records there were before a start.
struct Baseline {
    let releaseID: Int
    /// From which day on records are compared.
    let since: Int

    /// The newest record now. Two days back are enough, whatever the service's zone: what is older is not new.
    static func ask(
        _ taskID: String, _ projectID: String, _ client: SubcallClient, _ context: CallContext,
        then: @escaping (Result<Baseline, DeployError>) -> Step
    ) -> Step {
        var newest = 0
        let walk = RecordPager(taskID, projectID, from: .back(2), client)
        return walk.begin(context) { record in
            newest = record.releaseID
            return false
        } then: { walked in
            then(walked.map { Baseline(releaseID: newest, since: walk.since) })
        }
    }

    func walk(_ taskID: String, _ projectID: String, _ client: SubcallClient) -> RecordPager {
        RecordPager(taskID, projectID, from: .day(since), client)
    }

    func isBefore(_ record: JSONValue) -> Bool { record.releaseID > releaseID }
}
