/// The orders for the deployments to come, first come, first served.
struct OutcomeQueue {
    private var orders: [OutcomeScript] = []

    var waiting: Int { orders.count }

    mutating func append(_ more: [OutcomeScript]) {
        orders += more
    }

    /// The order for the deployment that starts now.
    mutating func next() -> OutcomeScript {
        guard let order = orders.first else { return OutcomeScript() }
        orders[0].times -= 1
        if orders[0].times == 0 { orders.removeFirst() }
        return order
    }
}
