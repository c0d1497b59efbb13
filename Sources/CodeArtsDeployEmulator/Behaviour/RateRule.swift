import CodeArtsDeployModel

/// A rate limit that the gateway is to have: `"rate_limit": {"limit": 50, "period_ms": 1000, "counting": "window",
/// "says": "policy", "per": "api"}`; all but `limit` may be left out.
struct RateRule {
    /// How it counts: in windows of that length one after the other, or by a bucket that fills at a steady rate.
    enum Counting: String { case window, bucket }

    /// How a refusal names the limit: by Retry-After, by the policy in its words, or not at all.
    enum Words: String { case retryAfter = "retry_after", policy, nothing }

    /// What is counted together: the requests to each API, or all.
    enum Scope: String { case api, all }

    var limit: Int
    var periodMS = 1000
    var counting = Counting.window
    var words = Words.policy
    var scope = Scope.api

    init(limit: Int) {
        self.limit = limit
    }

    init(_ json: JSONValue) throws(OrderError) {
        limit = try json.number("limit", in: 1...1_000_000)
        if let value = try json.number("period_ms", ifIn: 1...86_400_000) { periodMS = value }
        if let value = try json.word("counting", of: Counting.self) { counting = value }
        if let value = try json.word("says", of: Words.self) { words = value }
        if let value = try json.word("per", of: Scope.self) { scope = value }
    }

    /// `1 second`, `30 second`, `1500 millisecond`.
    private var period: String {
        periodMS % 1000 == 0 ? "\(periodMS / 1000) second" : "\(periodMS) millisecond"
    }

    /// The refusal of a request that is one too many.
    ///
    /// - Parameter waitMS: until there is room again.
    func refusal(waitMS: Int) -> ServiceError {
        let words = "The throttling threshold has been reached"
        return switch self.words {
        case .retryAfter: .throttled(words, retryAfter: "\((waitMS + 999) / 1000)")
        case .policy: .throttled("\(words): policy user over ratelimit,limit:\(limit),time:\(period)", retryAfter: nil)
        case .nothing: .throttled(words, retryAfter: nil)
        }
    }
}
