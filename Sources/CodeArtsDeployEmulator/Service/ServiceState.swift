import CodeArtsDeployModel

/// The emulated service's state. It lives on the emulator's one event loop.
final class ServiceState {
    let account: Account
    let router = Router(handlers: ServiceState.handlers)
    private let settings: Emulator.Settings
    var behaviour: Behaviour
    var store = RecordStore()
    var outcomes = OutcomeQueue()
    /// How many requests reached the service's own paths.
    var requests = 0
    var log = RequestLog()
    var recent = RecentRequests()
    var access: Access
    var metadata = MetadataSessions()
    var faults = FaultQueue()
    /// By the names of the operations; all together under the empty name.
    var counters: [String: RateCounter] = [:]
    /// The fault that strikes the request which is here now.
    var strikingFault: String?
    var random: SeededGenerator
    private var held: [HeldRequest] = []

    init(account: Account, settings: Emulator.Settings, clock: @escaping @Sendable () -> Timestamp) {
        self.account = account
        self.settings = settings
        access = Access(account: account, settings: settings, clock: clock)
        behaviour = Behaviour(settings)
        random = SeededGenerator(seed: settings.seed)
    }

    var now: Timestamp { access.clock() }

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
        behaviour = Behaviour(settings)
        store = RecordStore()
        outcomes = OutcomeQueue()
        requests = 0
        log = RequestLog()
        recent = RecentRequests()
        faults = FaultQueue()
        counters = [:]
        random = SeededGenerator(seed: settings.seed)
        access.offsetSeconds = 0
        access.unlock()
        for request in dropped { request.outlet.close() }
    }
}

/// A request that is held until it is released.
struct HeldRequest {
    let outlet: ResponseWriter
    let resume: () -> Void
}
