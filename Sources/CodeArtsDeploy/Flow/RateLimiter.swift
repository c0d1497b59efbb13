internal import CPlatform
internal import CodeArtsDeployModel

/// A rate limiter: how fast a client goes after the service has said that it takes no more.
///
/// The client's threads and its background share it: a service that is too busy for one of them is so for all. Each API
/// has a limit of its own, because the gateway counts each by itself: a fleet of starts does not hold up who follows one.
final class RateLimiter: @unchecked Sendable {
    private let lock = Lock()
    private let nowMS: () -> Int64
    private let random: () -> UInt32
    private var limits: [(api: API?, limit: RateLimit)] = []

    init(nowMS: @escaping () -> Int64 = platform_monotonic_ms, random: @escaping () -> UInt32 = platform_random) {
        self.nowMS = nowMS
        self.random = random
    }

    /// Takes a place for one request; 0, or how many milliseconds to wait before asking again.
    ///
    /// - Parameter api: nil: none of the service.
    func enter(_ api: API? = nil) -> Int {
        with(api) { limit, nowMS in Int(limit.enter(at: nowMS)) }
    }

    func leave(_ api: API? = nil) {
        with(api) { limit, _ in limit.leave() }
    }

    /// Gives back a place that was not used.
    func withdraw(_ api: API?) {
        with(api) { limit, nowMS in limit.withdraw(at: nowMS) }
    }

    /// The service took a request.
    func accepted(_ api: API? = nil, sentMS: Int64) {
        with(api) { limit, _ in limit.accepted(sentMS: sentMS) }
    }

    /// The service refused a request for being one too many.
    func refused(_ api: API? = nil, _ refusal: RateRefusal) -> RateVerdict {
        let random = random()
        return with(api) { limit, nowMS in limit.refused(refusal, at: nowMS, random: random) }
    }

    private func with<Result>(_ api: API?, _ work: (inout RateLimit, Int64) -> Result) -> Result {
        lock.with {
            let nowMS = nowMS()
            for index in limits.indices where limits[index].api == api { return work(&limits[index].limit, nowMS) }
            limits.append((api, RateLimit()))
            return work(&limits[limits.count - 1].limit, nowMS)
        }
    }
}

/// An API of the service, which its gateway counts by itself.
struct API: Equatable {
    private let name: StaticString

    init(_ operation: Operation) {
        name = operation.name
    }

    static func == (one: API, other: API) -> Bool { one.name.matches(other.name) }
}
