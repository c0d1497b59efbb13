/// An error as the service knows it: status, code and words. Where the words of the real service are known, they are
/// these.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ErrorCode.html and, for the gateway,
/// https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
struct ServiceError: Error {
    let status: Int
    let code: String
    let message: String
    var dialect = ErrorDialect.flat
    var headers: [(name: String, value: String)] = []

    func reply(requestID: String) -> Reply {
        Reply(
            status: status, contentType: dialect.contentType, headers: headers,
            body: dialect.body(status: status, code: code, message: message, requestID: requestID))
    }
}

// From the gateway.
extension ServiceError {
    static let unknownPath = ServiceError(
        status: 404, code: "APIGW.0101",
        message: "The API does not exist or has not been published in the environment", dialect: .gateway)

    static let missingParameter = ServiceError(
        status: 400, code: "APIGW.0106", message: "Orchestration error: a required parameter is missing",
        dialect: .gateway)

    static let bodyTooLarge = ServiceError(
        status: 413, code: "APIGW.0201", message: "Request entity too large", dialect: .gateway)

    static let wrongSignature = authentication("verify aksk signature fail")

    static func authentication(_ reason: String) -> ServiceError {
        unauthorized("Incorrect IAM authentication information: \(reason)")
    }

    static func unauthorized(_ message: String) -> ServiceError {
        ServiceError(status: 401, code: "APIGW.0301", message: message, dialect: .gateway)
    }

    static func throttled(retryAfter: String?) -> ServiceError {
        throttled(
            "The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 second",
            retryAfter: retryAfter)
    }

    /// - Parameter retryAfter: The value of a `Retry-After` header; nil leaves it out.
    static func throttled(_ message: String, retryAfter: String?) -> ServiceError {
        ServiceError(
            status: 429, code: "APIGW.0308", message: message, dialect: .gateway,
            headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
    }
}

// From IAM.
extension ServiceError {
    static let malformedLogin = ServiceError(status: 400, code: "IAM.0011", message: "Request body is invalid.")

    static let wrongPassword = identity(401, "The username or password is wrong.")

    static let wrongIdentity = identity(401, "The id token is invalid or has expired.")

    static let unknownScope = identity(401, "Authentication failed")

    static let unknownIdentityPath = identity(404, "The resource could not be found.")

    private static func identity(_ status: Int, _ message: String) -> ServiceError {
        ServiceError(status: status, code: "", message: message, dialect: .identity)
    }
}

// From the service itself.
extension ServiceError {
    static let invalidParameter = ServiceError(
        status: 400, code: "Deploy.00015002", message: "invalid request parameter")

    static let wrongContentType = ServiceError(
        status: 400, code: "Deploy.00015002",
        message: "invalid request parameter: Content-Type must be application/json")

    static let taskNotFound = ServiceError(
        status: 404, code: "Deploy.00011020", message: "The application does not exist.")

    static let forbidden = ServiceError(
        status: 403, code: "Deploy.00011154", message: "Insufficient permissions or not authorized.")

    static let busy = busy(code: "Deploy.00011161")

    static func busy(code: String) -> ServiceError {
        ServiceError(
            status: 400, code: code, message: "The application is being deployed. End the current task first.")
    }

    /// "The application is not configured completely and cannot be executed."
    static let draft = ServiceError(status: 400, code: "Deploy.00011042", message: "应用配置不完整,无法执行")

    /// The real service's code for this is not known; this one was seen where an application could not be started.
    static let disabled = ServiceError(status: 400, code: "Deploy.00016004", message: "The application is disabled.")

    /// Code and words are of the page of errors, which names no other for it.
    static let pipelineOnly = ServiceError(
        status: 400, code: "Deploy.00016004", message: "The application can be executed only by a pipeline.")

    /// "The project does not exist": the project of IAM is another one.
    static let projectNotFound = ServiceError(status: 400, code: "Deploy.00016902", message: "项目不存在")

    static func badRange(_ start: String, _ end: String) -> ServiceError {
        ServiceError(status: 400, code: "Deploy.00015901", message: "illegal time range \(start)-\(end)")
    }

    static func rangeTooLong(days: Int) -> ServiceError {
        ServiceError(status: 400, code: "Deploy.00015902", message: "exceeds the maximum time range (\(days) days)")
    }

    /// "No execution record." Seen in this dialect.
    static let recordNotFound = noRecord(400)

    /// The same where a path names the record.
    static let recordPathNotFound = noRecord(404)

    private static func noRecord(_ status: Int) -> ServiceError {
        ServiceError(status: status, code: "Deploy.00011303", message: "无执行记录", dialect: .nestedReason)
    }
}
