import CodeArtsDeployModel
import Testing

/// The policy that a gateway names in the words of a refusal.
@Suite struct RateLimitPolicyTests {
    @Test(arguments: [
        ("The throttling threshold has been reached: policy user over ratelimit,limit:50,time:1 second", 50, 1000),
        ("policy api over ratelimit,limit:600,time:1 minute", 600, 60_000),
        ("policy user over ratelimit,limit:200,time:10 seconds", 200, 10_000),
        ("policy ip over ratelimit,limit:7,time:2 hours", 7, 7_200_000),
        ("limit:10000,time:1 day", 10_000, 86_400_000), ("Limit: 50, Time: 1 Second", 50, 1000),
        ("LIMIT=50;TIME=1 SECOND", 50, 1000), ("time:1 minute,limit:30", 30, 60_000), ("limit:5,time:1s", 5, 1000),
        ("limit:5,time:500ms", 5, 500), ("limit:5,time:3 min", 5, 180_000), ("limit:5,time:second", 5, 1000),
        ("limit:5,period:1 sec", 5, 1000),
    ])
    func `a policy is read in every unit and spelling`(words: String, limit: Int, periodMS: Int) {
        let policy = RateLimitPolicy(in: words)
        #expect(policy?.limit == limit && policy?.periodMS == periodMS)
    }

    @Test(arguments: [
        "", "slow down", "limit:50", "time:1 second", "limit:0,time:1 second", "limit:-5,time:1 second",
        "limit:50,time:0 second", "limit:50,time:-1 second", "limit:50,time:1 fortnight", "limit:,time:1 second",
        "limit:99999999999999999999,time:1 second", "limit:50,time:99999999999999999999 second",
        "limit:50,time:9223372036854775807 hours", "limit:50,time:2 days", "limit:1000001,time:1 second",
        "limit:1.5,time:1 second", "limit:1e9,time:1 second", "limit:fifty,time:1 second",
        "unlimited,overtime:1 second",
    ])
    func `what names no policy, or an absurd one, is none`(words: String) {
        #expect(RateLimitPolicy(in: words) == nil)
    }
}
