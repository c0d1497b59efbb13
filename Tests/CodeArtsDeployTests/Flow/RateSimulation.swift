@testable import CodeArtsDeploy
@testable import CodeArtsDeployModel

/// A gateway's counter in played time.
protocol Gateway: AnyObject {
    /// Whether one more is taken at this time, in µs.
    func takes(at nowUS: Int64) -> Bool
}

/// So many in each window of time; windows follow one another by the clock, or begin with the request after the last.
final class FixedWindow: Gateway {
    private let limit: Int
    private let periodUS: Int64
    private let isOnDemand: Bool
    private var beganUS: Int64
    private var count = 0

    init(_ limit: Int, _ periodUS: Int64, beganUS: Int64 = 0, isOnDemand: Bool = false) {
        self.limit = limit
        self.periodUS = periodUS
        self.beganUS = beganUS
        self.isOnDemand = isOnDemand
    }

    func takes(at nowUS: Int64) -> Bool {
        if nowUS - beganUS >= periodUS {
            beganUS = isOnDemand ? nowUS : nowUS - (nowUS - beganUS) % periodUS
            count = 0
        }
        guard count < limit else { return false }
        count += 1
        return true
    }
}

/// So many in any stretch of time of that length.
final class SlidingWindow: Gateway {
    private let limit: Int
    private let periodUS: Int64
    private var taken: [Int64] = []

    init(_ limit: Int, _ periodUS: Int64) {
        self.limit = limit
        self.periodUS = periodUS
    }

    func takes(at nowUS: Int64) -> Bool {
        taken.removeAll { nowUS - $0 >= periodUS }
        guard taken.count < limit else { return false }
        taken.append(nowUS)
        return true
    }
}

/// A bucket that fills at a steady rate.
final class TokenBucket: Gateway {
    private let perUS: Double
    private let size: Double
    private var tokens: Double
    private var lastUS: Int64 = 0

    init(_ limit: Int, _ periodUS: Int64) {
        perUS = Double(limit) / Double(periodUS)
        size = Double(limit)
        tokens = size
    }

    func takes(at nowUS: Int64) -> Bool {
        tokens = min(size, tokens + Double(nowUS - lastUS) * perUS)
        lastUS = nowUS
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}

/// Fleets of starts against one gateway, in played time: 32 at once each, 3 ms away.
final class RateSimulation {
    /// How a refusal tells the limit.
    enum Words: CaseIterable { case retryAfter, policy, nothing }

    final class Fleet {
        let limiter: RateLimiter
        fileprivate(set) var taken = 0
        fileprivate(set) var refused = 0
        fileprivate(set) var endUS: Int64?
        fileprivate var unbegun: Int
        fileprivate var waiting = 0
        fileprivate var atOnce = 0
        fileprivate var wakesUS: Int64 = -1

        fileprivate init(_ count: Int, _ limiter: RateLimiter) {
            unbegun = count
            self.limiter = limiter
        }
    }

    private static let slots = 32
    private static let apartUS: Int64 = 100_000
    private(set) var fleets: [Fleet] = []
    /// How many each fleet had when the first was done.
    private(set) var atFirstEnd: [Int] = []
    private var nowUS: Int64 = 0
    private var random: UInt64
    private var events: [(timeUS: Int64, number: Int, work: () -> Void)] = []
    private var made = 0
    private var serverFreeUS: Int64 = 0
    private let gateway: any Gateway
    private let words: Words
    private let policy: RateLimitPolicy?

    init(_ gateway: any Gateway, limit: Int, seconds: Int, _ words: Words, fleets: Int, starts: Int, seed: UInt64) {
        self.gateway = gateway
        self.words = words
        policy = words == .policy ? RateLimitPolicy(in: "over ratelimit,limit:\(limit),time:\(seconds) second") : nil
        random = seed &* 2_685_821_657_736_338_717 &+ 1
        // The clock of a machine that has run for a while.
        nowUS = 1_000_000_000
        for number in 0..<fleets {
            let fleet = Fleet(starts, RateLimiter(nowMS: { self.nowUS / 1000 }, random: { self.draw() }))
            self.fleets.append(fleet)
            after(Int64(number) * Self.apartUS) { self.pump(fleet) }
        }
    }

    private func draw() -> UInt32 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return UInt32(truncatingIfNeeded: random >> 16)
    }

    /// Runs until all is taken; answers how many seconds that took.
    func run() -> Double {
        let beganUS = nowUS
        while fleets.contains(where: { $0.endUS == nil }), let event = pop() {
            nowUS = event.timeUS
            event.work()
        }
        return Double(nowUS - beganUS) / 1_000_000
    }

    private func pump(_ fleet: Fleet) {
        while fleet.unbegun > 0, fleet.atOnce < Self.slots {
            fleet.unbegun -= 1
            fleet.atOnce += 1
            fleet.waiting += 1
        }
        while fleet.waiting > 0 {
            let waitMS = fleet.limiter.enter()
            if waitMS > 0 {
                let wakesUS = nowUS + Int64(waitMS) * 1000
                if fleet.wakesUS <= nowUS || wakesUS < fleet.wakesUS {
                    fleet.wakesUS = wakesUS
                    after(Int64(waitMS) * 1000) { self.pump(fleet) }
                }
                return
            }
            fleet.waiting -= 1
            let sentMS = nowUS / 1000
            after(wayUS) { self.arrive(fleet, sentMS) }
        }
    }

    /// A way through the network, more or less.
    private var wayUS: Int64 { 1000 + Int64(draw() % 1400) }

    private func arrive(_ fleet: Fleet, _ sentMS: Int64) {
        // A server that does one thing after the other.
        serverFreeUS = max(serverFreeUS, nowUS) + 400
        let isTaken = gateway.takes(at: serverFreeUS)
        after(serverFreeUS - nowUS + wayUS) { self.answer(fleet, sentMS, isTaken) }
    }

    private func answer(_ fleet: Fleet, _ sentMS: Int64, _ isTaken: Bool) {
        fleet.limiter.leave()
        if isTaken {
            fleet.limiter.accepted(nil, sentMS: sentMS)
            fleet.taken += 1
            fleet.atOnce -= 1
            if fleet.unbegun == 0, fleet.atOnce == 0 {
                fleet.endUS = nowUS
                if atFirstEnd.isEmpty { atFirstEnd = fleets.map { $0.taken } }
            }
        } else {
            fleet.refused += 1
            let askedMS = words == .retryAfter ? 1000 : nil
            let guessMS = askedMS.map { $0 + Int(draw() % 100) } ?? 2000 + Int(draw() % 3000)
            let verdict = fleet.limiter.refused(
                nil, RateRefusal(sentMS: sentMS, askedMS: askedMS, policy: policy, guessMS: guessMS))
            after(Int64(verdict.waitMS) * 1000) {
                fleet.waiting += 1
                self.pump(fleet)
            }
        }
        pump(fleet)
    }

    // MARK: Events, a heap by time

    private func after(_ delayUS: Int64, _ work: @escaping () -> Void) {
        made += 1
        events.append((nowUS + delayUS, made, work))
        var at = events.count - 1
        while at > 0, precedes(at, (at - 1) / 2) {
            events.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    private func pop() -> (timeUS: Int64, number: Int, work: () -> Void)? {
        guard let first = events.first, let last = events.popLast() else { return nil }
        guard !events.isEmpty else { return first }
        events[0] = last
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < events.count && precedes(child, least) { least = child }
            if least == at { return first }
            events.swapAt(at, least)
            at = least
        }
    }

    private func precedes(_ one: Int, _ other: Int) -> Bool {
        (events[one].timeUS, events[one].number) < (events[other].timeUS, events[other].number)
    }
}
