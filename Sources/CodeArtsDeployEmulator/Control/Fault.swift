import NIOCore

/// An injected fault: what is to go wrong with one request.
///
/// "Work" is what the service does for the request: for a start, checking it and making the record.
enum Fault {
    /// `reset`: the connection is broken (RST) without work.
    case reset
    /// `reset_after_work`: the work is done, then the connection is broken.
    case resetAfterWork
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
    /// `close_after_headers`: the work is done, the head of the answer comes, and the connection ends.
    case closeAfterHeaders
    /// `wrong_length`, with `bytes` (1): the work is done and the answer whole, but the head announces so many bytes
    /// more; then the connection ends.
    case wrongLength(missing: Int)
    /// `drip`, with `interval_ms`: the work is done, the answer comes byte by byte.
    case drip(interval: TimeAmount)
    /// `delay`, with `ms`: the work is done at once, the answer comes late.
    case delay(TimeAmount)
    /// `jitter`, with `ms` (0) and `max_ms`: a random delay between the two.
    case jitter(ClosedRange<Int64>)
    /// `too_large`, with `bytes`: the work is done, the answer is padded to that size.
    case tooLarge(bytes: Int)
    /// No work, an error instead: `throttle` with `retry_after`, `busy` with `code`, `unauthorized` with `message`,
    /// `error` with `http_status`, `dialect`, `code` and `message`.
    case error(ServiceError)
    /// `date`: the work is done, and nothing is wrong but the date of the reply (see `FaultOrder.dateOffset`).
    case date
    /// `html`, with `http_status`: no work, a proxy's page instead.
    case html(status: Int)
    /// `redirect`, with `location`: no work, somewhere else instead.
    case redirect(location: String)

    /// Does to the request what was ordered.
    func strike(_ request: Request, state: ServiceState, outlet: ResponseWriter) {
        switch self {
        case .reset:
            outlet.reset()
        case .resetAfterWork:
            _ = state.respond(to: request)
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
            let reply = state.respond(to: request)
            outlet.sendPart(reply, bytes: reply.body.count / 2)
        case .closeAfterHeaders:
            outlet.sendPart(state.respond(to: request), bytes: 0)
        case .wrongLength(let missing):
            let reply = state.respond(to: request)
            outlet.sendPart(reply, bytes: reply.body.count, missing: missing)
        case .drip(let interval):
            outlet.drip(state.respond(to: request), interval: interval)
        case .delay(let delay):
            let reply = state.respond(to: request)
            outlet.after(delay) { outlet.send(reply) }
        case .jitter(let range):
            let reply = state.respond(to: request)
            outlet.after(.milliseconds(.random(in: range, using: &state.random))) { outlet.send(reply) }
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
