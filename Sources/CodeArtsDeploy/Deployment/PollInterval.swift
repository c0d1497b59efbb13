internal import CPlatform
internal import CodeArtsDeployModel

/// A poll interval: short at first, since short deployments are common, then the one that was configured, longer where
/// the service asks for it.
struct PollInterval {
    private static let firstMS = 300
    private static let slowestMS = 30_000
    private static let longestAskedMS = 60_000

    private let intervalMS: Int
    private var polls = 0
    /// After being throttled without a figure.
    private var slowedMS = 0
    /// What the service asked for, for the next poll.
    private var askedForMS = 0

    init(ms: Int) {
        intervalMS = ms
    }

    mutating func polled() {
        polls += 1
    }

    mutating func answered() {
        slowedMS = 0
        askedForMS = 0
    }

    mutating func failed(with error: DeployError) {
        askedForMS = min(error.retryAfterMS ?? 0, Self.longestAskedMS)
        if error.status == .throttled, askedForMS < intervalMS {
            slowedMS = min(max(slowedMS, intervalMS) * 2, Self.slowestMS)
        }
    }

    /// How long to wait for the next poll, with jitter.
    func nextMS() -> Int {
        let early = Self.firstMS << min(polls - 1, 10)
        let waitMS = max(min(early, intervalMS), slowedMS)
        // A fifth more or less, so that many watchers do not ask in the same moment.
        let jittered = waitMS * 4 / 5 + (Int(platform_random()) * (waitMS * 2 / 5)) >> 32
        // What the service asks for is no guess: never less than that, and at most a tenth more.
        let asked = askedForMS + (Int(platform_random()) * (askedForMS / 10)) >> 32
        return max(jittered, asked)
    }
}
