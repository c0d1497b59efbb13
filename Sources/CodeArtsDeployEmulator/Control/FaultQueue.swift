/// The ordered faults, first come, first served: of those that are for a request, the first strikes until it is used
/// up, then the second begins to count. Where no order is left for a request, the mix has its turn.
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
