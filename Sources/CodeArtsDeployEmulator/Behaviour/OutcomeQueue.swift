/// The orders for the deployments to come, first come, first served.
struct OutcomeQueue {
    private var orders: [OutcomeOrder] = []

    var waiting: Int { orders.count }

    mutating func append(_ more: [OutcomeOrder]) {
        orders += more
    }

    /// The order for the deployment that starts now.
    mutating func next() -> OutcomeOrder {
        guard let order = orders.first else { return OutcomeOrder() }
        orders[0].times -= 1
        if orders[0].times == 0 { orders.removeFirst() }
        return order
    }
}
