/// How long to wait before another attempt, so that clients that failed together do not come back together.
public enum Backoff {
    /// The wait after the first failed attempt is less than this; each further one doubles it.
    static let base = 200
    static let longest = 20_000
    /// What the gateway asks for where it refuses because there were too many.
    static let throttled = 2000...5000

    /// - Parameters:
    ///   - failed: how many attempts failed so far, from 1.
    ///   - retryAfterMS: the least that the service asked for.
    ///   - random: any number, each as likely as another.
    /// - Returns: milliseconds.
    public static func milliseconds(
        afterFailed failed: Int, _ failure: AttemptFailure, retryAfterMS: Int? = nil, random: UInt32
    ) -> Int {
        let doublings = min(max(failed, 1) - 1, 7)
        let range = failure == .throttled ? throttled : 0...base
        let least = min(range.lowerBound << doublings, longest)
        let spread = min((range.upperBound - range.lowerBound) << doublings, longest)
        // The service's own figure is a least one too: the spread stays, for it told the others the same.
        return max(least, min(retryAfterMS ?? 0, RetryAfter.longest * 1000)) + (Int(random) * spread) >> 32
    }
}
