import CodeArtsDeployModel
import NIOHTTP1

/// The dialects of an error of this service, by age and by part of the service. The numbers are those of
/// the control plane's `error` fault.
enum ErrorDialect: Int {
    /// API gateway.
    case gateway = 1
    /// Most operations.
    case flat = 2
    /// An old code and a reason inside, the current code outside; labelled as HTML.
    case nestedReason = 3
    /// The same with a message, and `failed`.
    case nestedMessage = 4
    /// As the Error Codes page shows it.
    case nestedOnly = 5
    /// The identity service, whose code is a number.
    case identity = 6
    /// Sibling services.
    case camelCase = 7

    var contentType: String {
        self == .nestedReason ? "text/html; charset=UTF-8" : "application/json"
    }

    func body(status: Int, code: String, message: String, requestID: String) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        switch self {
        case .gateway:
            json.flatError(code: code, message: message)
            json.member("request_id", requestID)
        case .flat:
            json.flatError(code: code, message: message)
        case .nestedReason:
            json.nestedError(code: "DEV-12-10303", reason: message)
            json.member("status", "error")
            json.flatError(code: code, message: message)
        case .nestedMessage:
            json.nestedError(code: code, message: message, reason: message)
            json.flatError(code: code, message: message)
            json.member("status", "failed")
        case .nestedOnly:
            json.nestedError(code: code, message: message)
            json.member("status", "failed")
        case .identity:
            json.name("error")
            json.beginObject()
            // Inside a 200 as well, the number is that of an error.
            let status = max(status, 400)
            json.member("code", status)
            json.member("message", message)
            json.member("title", HTTPResponseStatus(statusCode: status).reasonPhrase)
            json.endObject()
        case .camelCase:
            json.member("errorCode", code)
            json.member("errorMsg", message)
        }
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func flatError(code: String, message: String) {
        member("error_msg", message)
        member("error_code", code)
    }

    fileprivate mutating func nestedError(code: String, message: String? = nil, reason: String? = nil) {
        name("error")
        beginObject()
        member("code", code)
        member("message", ifKnown: message)
        member("reason", ifKnown: reason)
        endObject()
    }
}
