import CodeArtsDeployModel
import NIOCore

/// Why an order of faults was not understood.
struct FaultOrderError: Error {
    let message: String
}

extension FaultOrder {
    /// Reads `{"faults": [{"kind": "drip", "skip": 1, "times": 2, "interval_ms": 50}, …]}`.
    static func orders(in body: [UInt8]) throws(FaultOrderError) -> [FaultOrder] {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: body)
        } catch {
            throw FaultOrderError(message: error.message)
        }
        guard let faults = document.root["faults"], faults.kind == .array else {
            throw FaultOrderError(message: "faults: an array is required")
        }
        var orders: [FaultOrder] = []
        for element in faults.elements { orders.append(try FaultOrder(element)) }
        return orders
    }

    private init(_ json: JSONValue) throws(FaultOrderError) {
        fault = try Fault(json)
        skip = try json.number("skip", in: 0...1_000_000, default: 0)
        times = try json.number("times", in: 1...1_000_000, default: 1)
        let range = -1_000_000_000...1_000_000_000
        if case .date = fault {
            dateOffset = try json.number("date_offset_seconds", in: range)
        } else {
            dateOffset = try json.number("date_offset_seconds", in: range, default: 0)
        }
    }
}

extension Fault {
    fileprivate init(_ json: JSONValue) throws(FaultOrderError) {
        switch json["kind"]?.string {
        case "reset": self = .reset
        case "cut_before_work": self = .cutBeforeWork
        case "cut_after_work": self = .cutAfterWork
        case "stall_before_work": self = .stallBeforeWork
        case "stall_after_work": self = .stallAfterWork
        case "half_body": self = .halfBody
        case "drip": self = .drip(interval: try json.milliseconds("interval_ms", default: 50))
        case "delay": self = .delay(try json.milliseconds("ms"))
        case "too_large": self = .tooLarge(bytes: try json.number("bytes", in: 1...(1 << 28)))
        case "throttle": self = .error(.throttled(retryAfter: try json.headerText("retry_after")))
        case "busy": self = .error(.busy)
        case "unauthorized":
            guard let message = json["message"]?.string else { throw json.fault("message", "must be a string") }
            self = .error(.unauthorized(message))
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
    fileprivate init(fault json: JSONValue) throws(FaultOrderError) {
        guard let dialect = ErrorDialect(rawValue: try json.number("dialect", in: 1...7, default: 2)) else {
            throw json.fault("dialect", "is unknown")
        }
        let isGateway = dialect == .gateway
        self.init(
            status: try json.httpStatus(default: 400), code: isGateway ? "APIGW.0201" : "Deploy.00011042",
            message: isGateway ? "Backend unavailable" : "应用配置不完整,无法执行", dialect: dialect)
    }
}

extension JSONValue {
    fileprivate func fault(_ member: StaticString, _ message: String) -> FaultOrderError {
        FaultOrderError(message: "\(path).\(member) \(message)")
    }

    fileprivate func number(
        _ member: StaticString, in range: ClosedRange<Int>, default: Int? = nil
    ) throws(FaultOrderError) -> Int {
        guard let value = self[member] else {
            if let `default` { return `default` }
            throw fault(member, "is required")
        }
        guard let number = value.integer, range.contains(number) else {
            throw fault(member, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    fileprivate func milliseconds(_ member: StaticString, default: Int? = nil) throws(FaultOrderError) -> TimeAmount {
        .milliseconds(Int64(try number(member, in: 0...3_600_000, default: `default`)))
    }

    /// A status that goes with a body.
    fileprivate func httpStatus(default: Int) throws(FaultOrderError) -> Int {
        let status = try number("http_status", in: 200...599, default: `default`)
        guard ![204, 205, 304].contains(status) else { throw fault("http_status", "must be one that has a body") }
        return status
    }

    /// Text that can stand in a header; nil where there is none.
    fileprivate func headerText(_ member: StaticString) throws(FaultOrderError) -> String? {
        guard let value = self[member] else { return nil }
        guard let text = value.string, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw fault(member, "must be a string of printable ASCII")
        }
        return text
    }
}
