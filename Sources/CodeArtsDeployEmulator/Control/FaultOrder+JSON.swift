import CodeArtsDeployModel
import NIOCore
import NIOHTTP1

extension FaultOrder {
    /// Reads `{"faults": [{"kind": "drip", "skip": 1, "times": 2, "interval_ms": 50, "path": "/start"}, …]}`.
    static func orders(in json: JSONValue, _ member: StaticString = "faults") throws(OrderError) -> [FaultOrder] {
        var orders: [FaultOrder] = []
        for element in try json.list(member) { orders.append(try FaultOrder(element)) }
        return orders
    }

    private init(_ json: JSONValue) throws(OrderError) {
        fault = try Fault(json)
        kind = try json.requiredString("kind")
        skip = try json.number("skip", in: 0...1_000_000, default: 0)
        times = try json.number("times", in: 1...1_000_000, default: 1)
        filter = try RequestFilter(json)
        let range = -1_000_000_000...1_000_000_000
        if case .date = fault {
            dateOffset = try json.number("date_offset_seconds", in: range)
        } else {
            dateOffset = try json.number("date_offset_seconds", in: range, default: 0)
        }
    }
}

extension RequestFilter {
    init(_ json: JSONValue) throws(OrderError) {
        path = try json.string("path")
        method = try json.string("method").map { HTTPMethod(rawValue: $0) }
    }
}

extension FaultMix {
    /// Reads `{"rate": 0.2, "seed": 7, "kinds": [{"kind": "cut_after_work"}, …], "path": "/start"}`.
    init(_ json: JSONValue, seed: Int) throws(OrderError) {
        guard let number = json["rate"], number.kind == .number,
            let rate = Double(String(decoding: number.raw, as: UTF8.self)), (0...1).contains(rate)
        else { throw json.fault("rate", "must be a number from 0 to 1") }
        let kinds = try FaultOrder.orders(in: json, "kinds")
        guard !kinds.isEmpty else { throw json.fault("kinds", "must not be empty") }
        self.init(
            rate: rate, seed: try json.number("seed", in: Int.min...Int.max, default: seed), kinds: kinds,
            filter: try RequestFilter(json))
    }
}

extension Fault {
    fileprivate init(_ json: JSONValue) throws(OrderError) {
        switch json["kind"]?.string {
        case "reset": self = .reset
        case "reset_after_work": self = .resetAfterWork
        case "cut_before_work": self = .cutBeforeWork
        case "cut_after_work": self = .cutAfterWork
        case "stall_before_work": self = .stallBeforeWork
        case "stall_after_work": self = .stallAfterWork
        case "half_body": self = .halfBody
        case "close_after_headers": self = .closeAfterHeaders
        case "wrong_length": self = .wrongLength(missing: try json.number("bytes", in: 1...(1 << 28), default: 1))
        case "drip": self = .drip(interval: try json.milliseconds("interval_ms", default: 50))
        case "delay": self = .delay(try json.milliseconds("ms"))
        case "jitter":
            let least = try json.number("ms", in: 0...3_600_000, default: 0)
            self = .jitter(Int64(least)...Int64(try json.number("max_ms", in: least...3_600_000)))
        case "too_large": self = .tooLarge(bytes: try json.number("bytes", in: 1...(1 << 28)))
        case "throttle": self = .error(.throttled(retryAfter: try json.headerText("retry_after")))
        case "busy": self = .error(try json.string("code").map { .busy(code: $0) } ?? .busy)
        case "unauthorized": self = .error(.unauthorized(try json.requiredString("message")))
        case "error": self = .error(try ServiceError(fault: json))
        case "date": self = .date
        case "html": self = .html(status: try json.httpStatus(default: 502))
        case "redirect":
            guard let location = try json.headerText("location") else { throw json.fault("location", "is required") }
            self = .redirect(location: location)
        default: throw json.fault("kind", "is not one of those that the emulator has")
        }
    }
}

extension ServiceError {
    /// An error of the wished status in the wished dialect.
    fileprivate init(fault json: JSONValue) throws(OrderError) {
        guard let dialect = ErrorDialect(rawValue: try json.number("dialect", in: 1...7, default: 2)) else {
            throw json.fault("dialect", "is unknown")
        }
        let isGateway = dialect == .gateway
        self.init(
            status: try json.httpStatus(default: 400),
            code: try json.string("code") ?? (isGateway ? "APIGW.0201" : ServiceError.draft.code),
            message: try json.string("message") ?? (isGateway ? "Backend unavailable" : ServiceError.draft.message),
            dialect: dialect)
    }
}
