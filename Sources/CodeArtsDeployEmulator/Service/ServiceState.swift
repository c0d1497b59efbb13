import Glibc

/// Everything that the emulated service remembers. It lives on the emulator's one event loop.
final class ServiceState {
    let account: Account
    let router: Router
    /// In the order in which they were started.
    private(set) var records: [DeploymentRecord] = []
    private var placeOfRecord: [String: Int] = [:]
    /// How many requests reached the service's own paths.
    var requests = 0
    var faults = FaultQueue()
    private var held: [HeldRequest] = []

    init(account: Account) {
        self.account = account
        router = Router(handlers: ["start_deploy_task": StartDeployTask.respond])
    }

    /// Starts a deployment for real: from here on it is on record, whatever becomes of the reply.
    func start(_ body: StartDeployTask.Body, taskID: String) -> DeploymentRecord {
        let id = Identifier.random()
        let record = DeploymentRecord(
            id: id, taskID: taskID, jobName: "job_\(id)_\(Self.millisecondsSince1970())",
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

    /// Back to the beginning. Clients that are held are not answered any more.
    func reset() {
        let dropped = held
        held = []
        records = []
        placeOfRecord = [:]
        requests = 0
        faults = FaultQueue()
        for request in dropped { request.outlet.close() }
    }

    private static func millisecondsSince1970() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int(now.tv_sec) * 1000 + Int(now.tv_nsec) / 1_000_000
    }
}

/// A request whose client waits until somebody says go.
struct HeldRequest {
    let outlet: Outlet
    let resume: () -> Void
}
