import Testing

@testable import CodeArtsDeploy

/// How many events a window has seen.
@Suite struct SlidingCountTests {
    @Test(arguments: [1000, 60_000, 3_600_000] as [Int64])
    func `an event counts for the whole window, and not much longer`(periodMS: Int64) {
        for offset in stride(from: 0, to: periodMS, by: Int(periodMS / 50)) {
            let beganMS = 100_000_000 + offset
            var count = SlidingCount(periodMS: periodMS)
            count.add(3, at: beganMS)
            #expect(count.count(at: beganMS + periodMS) == 3)
            #expect(count.oldestLeavesMS() <= beganMS + periodMS * 103 / 100)
            #expect(count.count(at: count.oldestLeavesMS()) == 0)
        }
    }

    @Test func `an event of a while ago counts from then, and one of long ago not at all`() {
        var count = SlidingCount(periodMS: 1000)
        count.add(at: 50_000)
        count.add(at: 49_500)
        count.add(at: 40_000)
        #expect(count.count(at: 50_000) == 2)
        #expect(count.count(at: 50_600) == 1)
    }

    @Test func `what was counted for a minute is known to a window of another length`() {
        var minute = SlidingCount(periodMS: 60_000)
        for second in 0..<60 { minute.add(at: 100_000 + Int64(second) * 1000) }
        var half = SlidingCount(periodMS: 30_000, like: minute)
        #expect((29...32).contains(half.count(at: 159_000)))
    }

    @Test func `an event that is withdrawn does not count`() {
        var count = SlidingCount(periodMS: 1000)
        count.add(at: 5000)
        count.withdraw(at: 5000)
        count.withdraw(at: 5000)
        #expect(count.count(at: 5000) == 0)
    }
}
