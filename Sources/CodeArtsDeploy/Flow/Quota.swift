internal import CodeArtsDeployModel

/// A quota: how many requests an API takes in a period, as its gateway has named it or as was measured, and when the
/// next one may go.
///
/// Alone, a client sends its quota early in each period, as a window or a bucket of the gateway allows, and finds out by
/// small steps, seldom, whether more is permitted. Where it is refused within its quota, others use the same limit: from
/// then on it sends at even times, a good deal less after a refusal and gradually more without one (additive increase,
/// multiplicative decrease), so that all of them come to about the same.
struct Quota {
    private static let defaultPeriodMS: Int64 = 1000
    /// In thousandths of the period: how long it takes to send the quota.
    private static let early: Int64 = 200
    private static let even: Int64 = 900
    /// From this period on a quota is spread a little more each time: others come in only where there is room.
    private static let periodsBeforeSpreading = 4
    private static let spreadStep: Int64 = 100
    private static let spreadMost: Int64 = 750
    /// How late a request may be without the next ones being later too.
    private static let leewayUS: Int64 = 5000
    /// How many periods without a refusal until more is tried.
    private static let firstPatience = 6
    private static let mostPatience = 16
    /// A refusal within the quota is a measuring error once in so many periods.
    private static let errorPeriods = 4
    private static let mostStarvedMS: Int64 = 20_000

    private(set) var limit: Int
    private(set) var periodMS: Int64
    /// The policy's figure.
    private var ceiling: Int?
    /// Others use the same limit.
    private(set) var isShared: Bool
    /// What was sent in the last period.
    private var spent: SlidingCount
    private var nextUS: Int64 = 0
    private var spread = early

    /// When the last refusal changed the quota: what was sent before that says nothing about it.
    private var changedMS: Int64
    /// It was measured by that refusal, so answers to earlier requests belong to it.
    private var isCounting: Bool
    private var periodBeganMS: Int64
    /// Somebody had to wait for the quota in this period.
    private var wasLimiting = false
    private var periods = 0
    private var periodsSinceRefusal = 0
    private var errorAt = -errorPeriods - 1
    /// The quota to come back to while more is tried; nil where nothing is tried. A period that took more by chance,
    /// across the edge of two windows, does not raise it: only two in a row do.
    private var held: Int?
    private var step = 1
    private var patience = firstPatience
    /// Refusals in a row with nothing accepted between them.
    private var starved = 0

    /// The quota of an API that has refused a request.
    ///
    /// - Parameters:
    ///   - accepted: what it accepted in the last period.
    ///   - isLate: whether it had refused everything before; then others were there first.
    init(_ policy: RateLimitPolicy?, accepted: SlidingCount, inFlight: Int, isLate: Bool, at nowMS: Int64) {
        periodMS = policy.map { Int64($0.periodMS) } ?? Self.defaultPeriodMS
        spent = SlidingCount(periodMS: periodMS, like: accepted)
        let used = spent.count(at: nowMS)
        spent.add(inFlight, at: nowMS)
        ceiling = policy?.limit
        if let most = policy?.limit {
            isShared = isLate || used < most * 4 / 5
            limit = isShared ? max(1, most / 2) : most
            isCounting = false
        } else {
            isShared = isLate
            limit = max(1, used)
            isCounting = true
        }
        changedMS = nowMS
        periodBeganMS = nowMS
    }

    // MARK: Sending

    /// 0, or how long until the next request may go.
    mutating func waitMS(at nowMS: Int64) -> Int64 {
        grow(at: nowMS)
        guard spent.count(at: nowMS) < limit else {
            wasLimiting = true
            return max(1, spent.oldestLeavesMS() - nowMS)
        }
        return max(0, (nextUS - nowMS * 1000 + 999) / 1000)
    }

    mutating func spend(at nowMS: Int64) {
        spent.add(at: nowMS)
        let share = isShared ? Self.even : spread
        nextUS = max(nextUS, nowMS * 1000 - Self.leewayUS) + share * periodMS / Int64(limit)
    }

    mutating func withdraw(at nowMS: Int64) {
        spent.withdraw(at: nowMS)
    }

    // MARK: Learning

    mutating func accepted(sentMS: Int64) {
        starved = 0
        // It was on its way when the quota was measured.
        if isCounting, sentMS <= changedMS { limit += 1 }
    }

    /// Takes note of a refusal; answers how long nothing should be sent for it.
    mutating func refused(
        sentMS: Int64, _ policy: RateLimitPolicy?, accepted: Int, at nowMS: Int64, random: UInt32
    ) -> Int64 {
        if let policy { follow(policy) }
        guard sentMS > changedMS else { return 0 }
        isCounting = false
        changedMS = nowMS
        periodBeganMS = nowMS
        wasLimiting = false
        periodsSinceRefusal = 0
        if let held {
            limit = held
            self.held = nil
            patience = min(Self.mostPatience, patience * 2)
        } else if !isShared, ceiling == nil, periods < 2, accepted > 0 {
            // The first measure went over the edge of a window.
            limit = accepted
            isCounting = true
        } else if !isShared, periods - errorAt > Self.errorPeriods {
            errorAt = periods
            limit = max(1, limit - max(1, limit / 16))
        } else if isShared, accepted < limit / 2, accepted < 16 {
            return starve(random)
        } else {
            limit = max(1, isShared ? limit * 85 / 100 : limit / 2)
            isShared = true
        }
        return 0
    }

    /// Others were faster. The wait is random, to come at another time of their period.
    private mutating func starve(_ random: UInt32) -> Int64 {
        starved += 1
        periodsSinceRefusal = Self.errorPeriods
        let longest = min(Self.mostStarvedMS, periodMS << Int64(max(0, min(starved, 16) - 4)))
        return longest / 5 + (Int64(random) * (longest * 4 / 5)) >> 32
    }

    private mutating func follow(_ policy: RateLimitPolicy) {
        ceiling = policy.limit
        limit = min(limit, policy.limit)
        guard Int64(policy.periodMS) != periodMS else { return }
        periodMS = Int64(policy.periodMS)
        limit = policy.limit
        spent = SlidingCount(periodMS: periodMS, like: spent)
    }

    /// Changes the quota once a period, if it was of use and nothing was refused.
    private mutating func grow(at nowMS: Int64) {
        guard nowMS - periodBeganMS >= periodMS else { return }
        periodBeganMS = nowMS
        guard wasLimiting else { return }
        wasLimiting = false
        isCounting = false
        periods += 1
        periodsSinceRefusal += 1
        if periods > Self.periodsBeforeSpreading { spread = min(Self.spreadMost, spread + Self.spreadStep) }
        if isShared {
            growAmongOthers()
        } else if let ceiling {
            limit = ceiling
        } else if held != nil {
            held = max(held ?? 0, limit - step - step / 2)
            step *= 2
            limit += step
            patience = 1
        } else if periodsSinceRefusal >= patience {
            held = limit
            step = max(1, limit / 50)
            limit += step
        }
        limit = min(limit, ceiling ?? Self.mostRequests)
    }

    private static let mostRequests = 1_000_000

    /// By the root of what it has, so that who has little catches up; faster the longer nothing is refused.
    private mutating func growAmongOthers() {
        var root = 1
        while (root + 1) * (root + 1) <= limit { root += 1 }
        limit += max(1, min(limit / 3, max(1, root / 2) << min(periodsSinceRefusal - 1, 5)))
        if let ceiling, limit >= ceiling, periodsSinceRefusal > 2 * Self.errorPeriods { isShared = false }
    }
}
