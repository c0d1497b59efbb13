import NIOHTTP1

/// An order for a fault, and for which requests.
struct FaultOrder {
    let fault: Fault
    /// Its name, as in the order.
    let kind: String
    /// `date_offset_seconds`, which any fault may have: how far the reply's date is from the clock.
    let dateOffset: Int
    /// How many requests pass untouched before it strikes.
    var skip: Int
    /// How many requests in a row it strikes.
    var times: Int
    let filter: RequestFilter
}

/// A filter by `path` and `method`: which requests an order counts and strikes.
struct RequestFilter {
    /// What the path must contain; nil: anything.
    let path: String?
    let method: HTTPMethod?

    func matches(_ request: Request) -> Bool {
        (method == nil || method == request.method) && (path.map { request.path.contains($0) } ?? true)
    }
}

/// A queue of ordered faults, first come, first served: of those that are for a request, the first strikes until it is
/// used up, then the second begins to count. Where no order is left for a request, the mix has its turn.
struct FaultQueue {
    private var orders: [FaultOrder] = []
    var mix: FaultMix?

    /// How many orders are not used up.
    var waiting: Int { orders.count }

    mutating func append(_ more: [FaultOrder]) {
        orders += more
    }

    /// The order for the request that is here now; nil lets it pass.
    mutating func next(for request: Request) -> FaultOrder? {
        guard let place = orders.firstIndex(where: { $0.filter.matches(request) }) else {
            return mix?.draw(for: request)
        }
        guard orders[place].skip == 0 else {
            orders[place].skip -= 1
            return nil
        }
        orders[place].times -= 1
        return orders[place].times == 0 ? orders.remove(at: place) : orders[place]
    }
}

/// Random faults: each request that some of them are for gets, with a probability, one of these. Their `skip` and
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
