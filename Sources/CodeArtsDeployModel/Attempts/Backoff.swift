/// The backoff before another attempt, so that clients that failed together do not come back together.
public enum Backoff {
    /// The wait after the first failed attempt is less than this; each further one doubles it.
    static let base = 200
    static let longest = 20_000
    /// What the gateway asks for where it refuses because there were too many.
    static let throttled = 2000...5000

    /// The wait of a request whose limit is known: about the limit's period, doubled each time.
    public static func milliseconds(overPeriodMS periodMS: Int?, tried: Int, random: UInt32) -> Int {
        let longestMS = min(longest, (periodMS ?? 0) << min(max(tried, 1) - 1, 7))
        return longestMS / 2 + (Int(random) * (longestMS / 2)) >> 32
    }

    /// - Parameters:
    ///   - failed: how many attempts failed so far, from 1.
    ///   - retryAfterMS: what the service asked for; then that is the wait, and up to a tenth more. 0 names
    ///     no time.
    ///   - random: any number, each as likely as another.
    /// - Returns: milliseconds.
    public static func milliseconds(
        afterFailed failed: Int, _ failure: AttemptFailure, retryAfterMS: Int? = nil, random: UInt32
    ) -> Int {
        if let asked = retryAfterMS, asked > 0 {
            let longest = RetryAfter.longest * 1000
            let wait = max(0, min(asked, longest))
            return min(longest, wait + (Int(random) * (wait / 10)) >> 32)
        }
        let doublings = min(max(failed, 1) - 1, 7)
        let range = failure == .throttled ? throttled : 0...base
        let least = min(range.lowerBound << doublings, longest)
        let spread = min((range.upperBound - range.lowerBound) << doublings, longest)
        return least + (Int(random) * spread) >> 32
    }
}
