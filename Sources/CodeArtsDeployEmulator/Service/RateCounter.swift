/// A counter of the requests under one rate limit.
struct RateCounter {
    private var beganMS = Int.min
    private var count = 0
    /// Of a bucket, in thousandths of a request.
    private var room = 0

    /// Counts one request; answers how many milliseconds it is too early, 0 where it is taken.
    mutating func take(_ rule: RateRule, at nowMS: Int) -> Int {
        switch rule.counting {
        case .window: takeOfWindow(rule, at: nowMS)
        case .bucket: takeOfBucket(rule, at: nowMS)
        }
    }

    private mutating func takeOfWindow(_ rule: RateRule, at nowMS: Int) -> Int {
        let windowMS = nowMS - nowMS % rule.periodMS
        if windowMS != beganMS { count = 0 }
        beganMS = windowMS
        guard count < rule.limit else { return windowMS + rule.periodMS - nowMS }
        count += 1
        return 0
    }

    private mutating func takeOfBucket(_ rule: RateRule, at nowMS: Int) -> Int {
        let full = rule.limit * 1000
        let passedMS = beganMS == .min ? rule.periodMS : max(0, min(nowMS - beganMS, rule.periodMS))
        room = min(full, room + passedMS * full / rule.periodMS)
        beganMS = nowMS
        guard room >= 1000 else { return max(1, (1000 - room) * rule.periodMS / full) }
        room -= 1000
        return 0
    }
}

extension ServiceState {
    /// Refuses what is one too many by the gateway's rate limit.
    func checkRate(ofOperation name: String) throws(ServiceError) {
        guard let rule = behaviour.rate else { return }
        let waitMS = counters[rule.scope == .all ? "" : name, default: RateCounter()].take(rule, at: now.milliseconds)
        if waitMS > 0 { throw rule.refusal(waitMS: waitMS) }
    }
}
