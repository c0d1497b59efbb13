import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// How fast a client goes once the service has asked for patience.
@Suite struct RateLimiterTests {
    /// A pace with so many on their way, of which the last has been refused.
    private func throttled(after inFlight: Int, forMS milliseconds: Int = 0) -> RateLimiter {
        let limiter = RateLimiter()
        for _ in 0..<inFlight { #expect(limiter.enter() == 0) }
        limiter.leave()
        _ = limiter.throttled(forMS: milliseconds)
        for _ in 1..<inFlight { limiter.leave() }
        return limiter
    }

    /// How many get a place at once, up to a number that is as good as no limit.
    private func places(_ limiter: RateLimiter) -> Int {
        var count = 0
        while count < 1000, limiter.enter() == 0 { count += 1 }
        for _ in 0..<count { limiter.leave() }
        return count
    }

    @Test func `nothing is limited before the service asks for patience`() {
        #expect(places(RateLimiter()) == 1000)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 1), (4, 2), (8, 4), (9, 4)])
    func `half as many as were on their way go on, but always one`(inFlight: Int, half: Int) {
        #expect(places(throttled(after: inFlight)) == half)
    }

    @Test func `each refusal of a burst halves what is left`() {
        let limiter = RateLimiter()
        for _ in 0..<8 { #expect(limiter.enter() == 0) }
        let windows = (0..<8).map { _ in
            limiter.leave()
            return limiter.throttled(forMS: 0)
        }
        #expect(windows == [4, 3, 3, 2, 2, 1, 1, 1])
    }

    @Test func `none goes before the time that the service named, and one does after it`() {
        let start = platform_monotonic_ms()
        let limiter = throttled(after: 1, forMS: 40)
        #expect(eventually { limiter.enter() == 0 })
        #expect(platform_monotonic_ms() - start >= 40)
    }

    @Test func `a shorter wait does not undo a longer one`() {
        let limiter = throttled(after: 2, forMS: 60_000)
        _ = limiter.throttled(forMS: 0)
        #expect(limiter.enter() > 30_000)
    }

    @Test func `the service's own figure counts more than a guess, whichever comes first`() {
        let first = throttled(after: 2, forMS: 60_000)
        _ = first.throttled(forMS: 1000, isAskedFor: true)
        #expect((1...1000).contains(first.enter()))
        _ = first.throttled(forMS: 60_000)
        #expect((1...1000).contains(first.enter()))
        _ = first.throttled(forMS: 30_000, isAskedFor: true)
        #expect(first.enter() > 10_000)
    }

    @Test func `an absurd figure stops nobody for more than a minute`() {
        #expect((1...60_000).contains(throttled(after: 1, forMS: 86_400_000).enter()))
    }

    @Test func `with each round of answers one more goes at once`() {
        let limiter = throttled(after: 4)
        for window in 2...20 {
            #expect(places(limiter) == window)
            for _ in 0..<window { limiter.answered() }
        }
    }

    @Test func `a refusal in the middle of a round begins it anew`() {
        let limiter = throttled(after: 16)
        for _ in 0..<7 { limiter.answered() }
        for _ in 0..<8 { #expect(limiter.enter() == 0) }
        limiter.leave()
        #expect(limiter.throttled(forMS: 0) == 4)
        for _ in 0..<7 { limiter.leave() }
        limiter.answered()
        #expect(places(limiter) == 4)
        for _ in 0..<3 { limiter.answered() }
        #expect(places(limiter) == 5)
    }

    @Test func `a limit that is of no more use goes away`() {
        let limiter = throttled(after: 500)
        #expect(places(limiter) == 250)
        for window in 250...255 { for _ in 0..<window { limiter.answered() } }
        #expect(places(limiter) == 1000)
    }
}

extension RateLimiter {
    /// A refusal that names no policy; answers how many go at once.
    func throttled(forMS milliseconds: Int, isAskedFor: Bool = false) -> Int {
        refused(
            nil,
            RateRefusal(
                sentMS: platform_monotonic_ms(), askedMS: isAskedFor ? milliseconds : nil, guessMS: milliseconds)
        ).atOnce
    }

    /// An answer to a request of a while ago, which says nothing about the rate.
    func answered() {
        accepted(nil, sentMS: platform_monotonic_ms() - 10_000)
    }

    @Test(arguments: ["limit:1,time:1 day", "limit:1000,time:1 day", "limit:200,time:1 hour"])
    func `a policy for an hour or a day stops nobody for more than a minute`(words: String) {
        var limit = RateLimit()
        #expect(limit.enter(at: 0) == 0)
        limit.leave()
        let policy = RateLimitPolicy(in: words)
        #expect(policy != nil)
        _ = limit.refused(RateRefusal(sentMS: 0, policy: policy, guessMS: 2000), at: 10, random: 0)
        #expect(limit.enter(at: 10) <= 60_000)
        #expect(limit.enter(at: 60_010) == 0)
    }
}
