/// Everything that the emulated service remembers. It lives on the emulator's one event loop.
final class ServiceState {
    let account: Account
    let router: Router
    /// In the order in which they were started.
    private(set) var records: [DeploymentRecord] = []
    private var placeOfRecord: [String: Int] = [:]
    /// How many requests reached the service's own paths.
    var requests = 0
    var log = RequestLog()
    var access: Access
    var metadata = MetadataSessions()
    var faults = FaultQueue()
    private var held: [HeldRequest] = []

    init(account: Account, access: Access) {
        self.account = account
        self.access = access
        router = Router(handlers: ["start_deploy_task": StartDeployTask.respond])
    }

    /// Starts a deployment for real: from here on it is on record, whatever becomes of the reply.
    func start(_ body: StartDeployTask.Body, taskID: String) -> DeploymentRecord {
        let id = Identifier.random()
        let record = DeploymentRecord(
            id: id, taskID: taskID, jobName: "job_\(id)_\(access.clock().milliseconds)",
            triggerSource: body.triggerSource, sourceRecordID: body.recordID, parameters: body.parameters)
        placeOfRecord[id] = records.count
        records.append(record)
        return record
    }

    /// A record of that task.
    func record(_ id: String, taskID: String) -> DeploymentRecord? {
        guard let place = placeOfRecord[id], records[place].taskID == taskID else { return nil }
        return records[place]
    }

    /// Keeps a request waiting until `release` or `reset`.
    func hold(_ request: HeldRequest) {
        held.append(request)
    }

    /// Lets go of what is held and says how many requests that were.
    func release() -> Int {
        let released = held
        held = []
        for request in released { request.resume() }
        return released.count
    }

    /// Back to the beginning, but for the tokens and keys that clients got. Clients that are held are not answered any
    /// more.
    func reset() {
        let dropped = held
        held = []
        records = []
        placeOfRecord = [:]
        requests = 0
        log = RequestLog()
        faults = FaultQueue()
        access.unlock()
        for request in dropped { request.outlet.close() }
    }
}

/// A request whose client waits until somebody says go.
struct HeldRequest {
    let outlet: Outlet
    let resume: () -> Void
}
