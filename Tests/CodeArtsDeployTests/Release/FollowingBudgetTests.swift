import Testing

@testable import CodeArtsDeploy

/// How many requests a fleet may make to be followed.
@Suite struct FollowingBudgetTests {
    /// How many go in a minute where each goes as soon as it may.
    private func perMinute(intervalMS: Int, afterMS begin: Int64 = 1_000_000) -> Int {
        var budget = FollowingBudget(intervalMS: intervalMS)
        var nowMS = begin
        var count = 0
        while true {
            nowMS = max(nowMS, nowMS + Int64(budget.take(at: nowMS)))
            if nowMS >= begin + 60_000 { return count }
            count += 1
        }
    }

    @Test func `at most six hundred go in a minute, and most of them`() {
        #expect((560...600).contains(perMinute(intervalMS: 3000)))
        #expect((560...600).contains(perMinute(intervalMS: 60_000)), "a longer interval makes it no stricter")
    }

    @Test func `a shorter interval raises it in proportion`() {
        #expect((1_100...1_200).contains(perMinute(intervalMS: 1500)))
        #expect(perMinute(intervalMS: 30) > 50_000)
    }

    @Test func `there is room after a pause, and none in a rush`() {
        var budget = FollowingBudget(intervalMS: 3000)
        #expect(budget.hasRoom(at: 5_000))
        for _ in 0..<60 { #expect(budget.take(at: 5_000) <= 1) }
        #expect(!budget.hasRoom(at: 5_000) && budget.take(at: 5_000) > 50)
        #expect(budget.hasRoom(at: 15_000))
    }
}
