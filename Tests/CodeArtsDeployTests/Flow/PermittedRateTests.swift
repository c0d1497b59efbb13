import Testing

@testable import CodeArtsDeploy
@testable import CodeArtsDeployModel

/// How much of what a gateway permits fleets of starts use, whatever its way of counting.
@Suite struct PermittedRateTests {
    enum Counting: CaseIterable { case byTheClock, onDemand, sliding, bucket }

    struct Outcome {
        var share = 0.0
        var refused = 0.0
        /// The part of the fleet that had least when the first was done.
        var least = 0.0
    }

    private func outcome(
        _ counting: Counting, _ words: RateSimulation.Words, limit: Int, starts: Int, fleets: Int = 1, seed: Int = 1
    ) -> Outcome {
        let secondUS: Int64 = 1_000_000
        let gateway: any Gateway =
            switch counting {
            case .byTheClock: FixedWindow(limit, secondUS, beganUS: Int64(seed) * 130_000)
            case .onDemand: FixedWindow(limit, secondUS, isOnDemand: true)
            case .sliding: SlidingWindow(limit, secondUS)
            case .bucket: TokenBucket(limit, secondUS)
            }
        let simulation = RateSimulation(
            gateway, limit: limit, seconds: 1, words, fleets: fleets, starts: starts,
            seed: UInt64(seed))
        let seconds = simulation.run()
        let all = starts * fleets
        let refused = simulation.fleets.reduce(0) { $0 + $1.refused }
        return Outcome(
            share: Double(all - limit) / Double(limit) / seconds, refused: Double(refused) / Double(all + refused),
            least: Double(simulation.atFirstEnd.min() ?? 0) / Double(simulation.atFirstEnd.reduce(0, +)))
    }

    @Test(arguments: RateSimulation.Words.allCases, Counting.allCases)
    func `a fleet uses what is permitted, and little of it is refused`(
        words: RateSimulation.Words, counting: Counting
    ) {
        for limit in [50, 200] {
            let outcome = outcome(counting, words, limit: limit, starts: 1000)
            #expect(outcome.share >= 0.84 && outcome.refused <= 0.05, "\(limit) a second: \(outcome)")
        }
    }

    @Test(arguments: RateSimulation.Words.allCases, Counting.allCases)
    func `fleets that share a limit use it together`(words: RateSimulation.Words, counting: Counting) {
        let outcomes = (1...2).map { outcome(counting, words, limit: 50, starts: 1000, fleets: 2, seed: $0) }
        let share = outcomes.reduce(0) { $0 + $1.share } / 2
        let refused = outcomes.reduce(0) { $0 + $1.refused } / 2
        #expect(share >= 0.78 && refused <= 0.06, "\(outcomes)")
    }
}
