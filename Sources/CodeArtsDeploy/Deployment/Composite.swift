internal import CodeArtsDeployModel

/// A composite operation: one that is made of several calls.
struct Composite {
    /// nil: each of its calls has its own time.
    let timeoutMS: Int?
    let begin: (CallContext, @escaping (Result<[UInt8], DeployError>) -> Step) -> Step

    /// nil where the request is a single call.
    init?(_ prepared: PreparedRequest, over dependencies: CallDependencies) {
        guard case .composite(let composite) = prepared.operation.kind, let request = prepared.arguments?.root else {
            return nil
        }
        let client = SubcallClient(prepared, over: dependencies)
        let settings = WatchSettings(request)
        let subject = EventSubject(taskID: request["task_id"]?.string)
        switch composite {
        case .startMany:
            timeoutMS = nil
            begin = { StartMany(request, context: FlowContext(client, $0)).begin(then: $1) }
        case .deployMany:
            timeoutMS = nil
            begin = { DeployMany(request, context: FlowContext(client, $0), then: $1).begin() }
        case .listRecords:
            timeoutMS = nil
            begin = { ListRecords(request, context: FlowContext(client, $0.about(subject))).begin(then: $1) }
        case .findTask:
            timeoutMS = nil
            begin = { FindTask(request, context: FlowContext(client, $0)).begin(then: $1) }
        case .watch:
            timeoutMS = settings.timeoutMS
            begin = { Self.watch(request, settings, context: FlowContext(client, $0.about(subject)), then: $1) }
        case .prepareDeploy:
            timeoutMS = settings.timeoutMS
            begin = { run, then in
                let context = FlowContext(client, run.about(subject))
                return DeployPreparation(of: request, context: context) { intent in
                    then(intent.map { $0.document(context) })
                }.begin()
            }
        case .deploy:
            // For all that comes before the start; from then on following has its own time.
            let idleMS = request["wait_until_idle_ms"]?.integer ?? 0
            timeoutMS = settings.timeoutMS + idleMS
            begin = { Deploy(request, context: FlowContext(client, $0.about(subject)), then: $1).begin() }
        }
    }

    /// How long a record may be unknown that somebody names: it may have been made a moment ago by another process.
    private static let graceMS = 5000

    private static func watch(
        _ request: JSONValue, _ settings: WatchSettings, context: FlowContext,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) -> Step {
        let taskID = request["task_id"]?.string ?? ""
        let recordID = request["record_id"]?.string ?? ""
        return Watch(
            StartedRecord(recordID: recordID, isOwn: false), ofTask: taskID, settings: settings, graceMS: graceMS,
            context: context
        ) { watched in
            then(watched.flatMap { $0.result(context) })
        }.begin()
    }
}
