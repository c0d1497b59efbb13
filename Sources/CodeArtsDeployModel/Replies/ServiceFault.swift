/// The service's own words about an error, from any of the forms in which they come: gateway, service flat and nested,
/// IAM with a number for a code, sibling services in camel case.
public struct ServiceFault: Sendable, Equatable {
    public var code: String?
    public var message: String?
    public var requestID: String?

    /// Of a reply without any words.
    init() {}

    /// Reads what there is; nothing is required.
    public init(reading object: JSONValue) {
        let nested = object["error"]
        code =
            Self.word(object["error_code"]) ?? Self.word(object["errorCode"]) ?? Self.word(object["code"])
            ?? Self.word(nested?["code"]) ?? Self.word(nested?["error_code"])
        message =
            Self.word(object["error_msg"]) ?? Self.word(object["errorMsg"]) ?? Self.word(object["message"])
            ?? Self.word(nested?["message"]) ?? Self.word(nested?["error_msg"]) ?? Self.word(nested?["reason"])
            ?? Self.word(nested?["title"]) ?? Self.word(nested)
        requestID = Self.word(object["request_id"])
    }

    /// Whether an object that came with a 200 says that it is an error.
    ///
    /// - Parameter mayBeState: whether the object may be the state of a deployment, whose own failure is none of the
    ///   call.
    public static func isDeclared(in object: JSONValue, mayBeState: Bool = false) -> Bool {
        if let error = object["error"], error.kind != .null { return true }
        if word(object["error_code"]) != nil || word(object["errorCode"]) != nil { return true }
        let status = object["status"]?.string
        if status == "error" { return true }
        return status == "failed" && !(mayBeState && isState(object))
    }

    /// Whether its code is one of the service or of its gateway, `Deploy.00011161`, `APIGW.0301`, `DEV-12-10303`.
    /// Others on the way answer without any, or with their own: 403, `Forbidden`.
    public var isOfService: Bool { code.map { Self.isOfService($0) } ?? false }

    public static func isOfService(_ code: String) -> Bool {
        guard let first = code.utf8.first, first | 0x20 >= UInt8(ascii: "a"), first | 0x20 <= UInt8(ascii: "z") else {
            return false
        }
        let hasMark = code.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        return hasMark && code.utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// Whether it has members that only the state of a deployment has.
    private static func isState(_ object: JSONValue) -> Bool {
        let marks: [StaticString] = ["record_id", "step", "step_state", "step_states", "elapsed_time"]
        return marks.contains { object[$0] != nil || object["result"]?[$0] != nil }
    }

    /// A text that is not empty, or a number: IAM's codes are numbers.
    private static func word(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        switch value.kind {
        case .string: return value.string.flatMap { $0.isEmpty ? nil : $0 }
        case .number: return String(decoding: value.raw, as: UTF8.self)
        default: return nil
        }
    }

    /// The status that a refusal gets: by its code where the code says more than the HTTP status does.
    public func status(httpStatus: Int) -> Status {
        switch code {
        case "Deploy.00011027", "Deploy.00011161", "Deploy.00015829", "Deploy.00060218": return .busy
        case "Deploy.00011154", "Deploy.00011155": return .permission
        case "Deploy.00011020", "Deploy.00011021", "Deploy.00011303", "Deploy.00016902": return .notFound
        case "APIGW.0308", "APIG.0308": return .throttled
        case "APIGW.0301", "APIG.0301": return .authentication
        default: break
        }
        switch httpStatus {
        case 401: return .authentication
        case 403: return .permission
        case 404: return .notFound
        case 429: return .throttled
        default: return .service
        }
    }
}
