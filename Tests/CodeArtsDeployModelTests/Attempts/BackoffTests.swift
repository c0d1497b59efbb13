import CodeArtsDeployModel
import Testing

@Suite struct BackoffTests {
    private func wait(
        _ failed: Int, _ failure: AttemptFailure = .lost, retryAfter: Int? = nil, random: UInt32
    ) -> Int {
        Backoff.milliseconds(afterFailed: failed, failure, retryAfterMS: retryAfter, random: random)
    }

    @Test(arguments: [(1, 200), (2, 400), (3, 800), (4, 1600), (7, 12_800), (8, 20_000), (9, 20_000), (.max, 20_000)])
    func `the wait lies between nothing and a limit that doubles up to 20 s`(failed: Int, limit: Int) {
        #expect(wait(failed, random: 0) == 0)
        #expect(wait(failed, random: .max) == limit - 1)
        #expect(wait(failed, random: 1 << 31) == limit / 2)
    }

    @Test(arguments: [(1, 2000, 5000), (2, 4000, 10_000), (3, 8000, 20_000), (4, 16_000, 36_000), (9, 20_000, 40_000)])
    func `too many requests wait 2 to 5 s, doubled`(failed: Int, least: Int, most: Int) {
        #expect(wait(failed, .throttled, random: 0) == least)
        #expect(wait(failed, .throttled, random: .max) == most - 1)
    }

    @Test(arguments: [AttemptFailure.throttled, .broken, .unreached])
    func `what the service asks for is the wait, and at most a tenth more, so that not all come at the same moment`(
        failure: AttemptFailure
    ) {
        for failed in [1, 2, 9] {
            #expect(wait(failed, failure, retryAfter: 60_000, random: 0) == 60_000)
            #expect(wait(failed, failure, retryAfter: 60_000, random: .max) == 65_999)
            #expect(wait(failed, failure, retryAfter: 1000, random: 0) == 1000)
            #expect(wait(failed, failure, retryAfter: 1000, random: .max) == 1099)
            #expect(wait(failed, failure, retryAfter: 0, random: 7) == wait(failed, failure, random: 7))
        }
    }

    @Test(arguments: [0, -1, .min, .max])
    func `no number of attempts and no wish of the service is too large`(number: Int) {
        #expect((0...86_420_000).contains(wait(number, retryAfter: number, random: .max)))
        #expect((0...86_440_000).contains(wait(number, .throttled, retryAfter: number, random: .max)))
    }
}
