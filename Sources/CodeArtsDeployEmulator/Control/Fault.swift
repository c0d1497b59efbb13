import NIOCore

/// What can go wrong with one request, on order.
///
/// "Work" is what the service does for the request: for a start, checking it and making the record.
enum Fault {
    /// `reset`: the connection is broken (RST) without work.
    case reset
    /// `cut_before_work`: the connection ends without work and without an answer.
    case cutBeforeWork
    /// `cut_after_work`: the work is done, then the connection ends without an answer.
    case cutAfterWork
    /// `stall_before_work`: nothing happens until release; then the connection ends without work.
    case stallBeforeWork
    /// `stall_after_work`: the work is done, the answer held until release.
    case stallAfterWork
    /// `half_body`: the work is done, but half of the announced answer is missing when the connection ends.
    case halfBody
    /// `drip`, with `interval_ms`: the work is done, the answer comes byte by byte.
    case drip(interval: TimeAmount)
    /// `delay`, with `ms`: the work is done at once, the answer comes late.
    case delay(TimeAmount)
    /// `too_large`, with `bytes`: the work is done, the answer is padded to that size.
    case tooLarge(bytes: Int)
    /// No work, an error instead: `throttle` with `retry_after`, `busy`, `unauthorized` with `message`, `error` with
    /// `http_status` and `dialect`.
    case error(ServiceError)
    /// `date`: the work is done, and nothing is wrong but the date of the reply (see `FaultOrder.dateOffset`).
    case date
    /// `html`, with `http_status`: no work, a proxy's page instead.
    case html(status: Int)
    /// `redirect`, with `location`: no work, somewhere else instead.
    case redirect(location: String)

    /// Does to the request what was ordered.
    func strike(_ request: Request, state: ServiceState, outlet: Outlet) {
        switch self {
        case .reset:
            outlet.reset()
        case .cutBeforeWork:
            outlet.close()
        case .cutAfterWork:
            _ = state.respond(to: request)
            outlet.close()
        case .stallBeforeWork:
            state.hold(HeldRequest(outlet: outlet) { outlet.close() })
        case .stallAfterWork:
            let reply = state.respond(to: request)
            state.hold(HeldRequest(outlet: outlet) { outlet.send(reply) })
        case .halfBody:
            outlet.sendHalf(state.respond(to: request))
        case .drip(let interval):
            outlet.drip(state.respond(to: request), interval: interval)
        case .delay(let delay):
            let reply = state.respond(to: request)
            outlet.after(delay) { outlet.send(reply) }
        case .tooLarge(let bytes):
            outlet.send(state.respond(to: request).padded(to: bytes))
        case .date:
            outlet.send(state.respond(to: request))
        case .error(let error):
            outlet.send(error.reply(requestID: request.id))
        case .html(let status):
            let page = "<html><body><h1>\(status)</h1><p>A proxy answers in place of the service.</p></body></html>"
            outlet.send(Reply(status: status, contentType: "text/html", body: Array(page.utf8)))
        case .redirect(let location):
            outlet.send(Reply(status: 302, headers: [("Location", location)]))
        }
    }
}

/// A fault, and which requests it is for.
struct FaultOrder {
    let fault: Fault
    /// `date_offset_seconds`, which any fault may have: how far the reply's date is from the clock.
    let dateOffset: Int
    /// How many requests pass untouched before it strikes.
    var skip: Int
    /// How many requests in a row it strikes.
    var times: Int
}

/// The ordered faults, first come, first served: the first strikes until it is used up, then the second begins to
/// count.
struct FaultQueue {
    private var orders: [FaultOrder] = []

    /// How many orders are not used up.
    var waiting: Int { orders.count }

    mutating func append(_ more: [FaultOrder]) {
        orders += more
    }

    /// The order for the request that is here now; nil lets it pass.
    mutating func next() -> FaultOrder? {
        guard !orders.isEmpty else { return nil }
        guard orders[0].skip == 0 else {
            orders[0].skip -= 1
            return nil
        }
        orders[0].times -= 1
        return orders[0].times == 0 ? orders.removeFirst() : orders[0]
    }
}
