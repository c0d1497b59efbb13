/// Faults by lot: each request that some of them are for gets, with a probability, one of these. Their `skip` and
/// `times` do not count.
struct FaultMix {
    /// From 0 to 1.
    let rate: Double
    let kinds: [FaultOrder]
    let filter: RequestFilter
    private var generator: SeededGenerator

    init(rate: Double, seed: Int, kinds: [FaultOrder], filter: RequestFilter) {
        self.rate = rate
        self.kinds = kinds
        self.filter = filter
        generator = SeededGenerator(seed: seed)
    }

    mutating func draw(for request: Request) -> FaultOrder? {
        guard filter.matches(request) else { return nil }
        let kinds = kinds.filter { $0.filter.matches(request) }
        guard !kinds.isEmpty else { return nil }
        // Both are drawn in any case, so that a sequence does not depend on the rate.
        let lot = Double.random(in: 0..<1, using: &generator)
        let kind = kinds.randomElement(using: &generator)
        return lot < rate ? kind : nil
    }
}
