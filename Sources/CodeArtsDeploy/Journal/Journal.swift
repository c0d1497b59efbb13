internal import CodeArtsDeployModel

/// A journal of one deployment: what a driver keeps of it on the disk, so that after its death another knows what was
/// started. An intent is on the disk before the first byte of its start is written.
final class Journal {
    /// How far it had got when the journal was opened.
    let standing: JournalStanding
    private let journal: OpenJournal
    private let taskID: String
    /// nil: the journal is of this deployment alone, and closed with it.
    private let item: EventItem?
    private let context: FlowContext
    /// Whether its last line is of something that will end.
    private var awaitsEnd = false
    /// Of the baseline of the last intent.
    private var keptReleaseID: Int?

    /// - Parameter item: of the release that the journal is of.
    init(
        _ journal: OpenJournal, ofTask taskID: String, standing: JournalStanding, item: EventItem? = nil,
        context: FlowContext
    ) {
        self.standing = standing
        self.journal = journal
        self.taskID = taskID
        self.item = item
        self.context = context
        if case .started = standing { awaitsEnd = true }
    }

    /// Opens a journal and reads how far the request's deployment had got.
    ///
    /// - Parameter isResumed: else a journal that has lines already is refused.
    static func open(
        _ path: String, for request: JSONValue, isResumed: Bool, context: FlowContext,
        then: @escaping (Result<Journal, DeployError>) -> Step
    ) -> Step {
        let taskID = request["task_id"]?.string ?? ""
        let subjects = JournalSubjects(taskID: taskID, digest: RequestDigest.text(of: request))
        return OpenJournal.open(path, of: subjects, isResumed: isResumed, context: context) { opened in
            then(
                opened.map { journal, standings in
                    Journal(journal, ofTask: taskID, standing: standings.first ?? .none, context: context)
                })
        }
    }

    /// Puts an intent on the disk; an error means that it is not there, and nothing may be started.
    func keep(_ intent: DeployIntent, then: @escaping (DeployError?) -> Step) -> Step {
        // Refused for certain while another deployment ran, and none was started since: the intent stands as it is.
        if awaitsEnd, intent.baseline?.releaseID == keptReleaseID { return then(nil) }
        awaitsEnd = true
        keptReleaseID = intent.baseline?.releaseID
        return journal.keep(JournalEntry.intent(intent, of: item), context, then: then)
    }

    /// Nobody waits for this: a start that is not noted is found by its intent.
    func note(started record: StartedRecord) {
        journal.hasStarted = true
        awaitsEnd = true
        journal.note(JournalEntry.started(record, ofTask: taskID, of: item), isDurable: true)
    }

    /// Notes an end, where it is one: a deployment that goes on, or of which nothing is known, is left open.
    func note(_ result: Result<[UInt8], DeployError>) {
        guard awaitsEnd, result.isEnd else { return }
        awaitsEnd = false
        journal.note(JournalEntry.end(result, ofTask: taskID, of: item), isDurable: false)
    }

    /// Writes what is left and unlocks the file, where it is of this deployment alone.
    func close(then: @escaping () -> Step) -> Step {
        item == nil ? journal.close(context, then: then) : then()
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
