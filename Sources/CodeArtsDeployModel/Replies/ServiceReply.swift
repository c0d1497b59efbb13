/// A reply as it came over HTTP, before it is checked.
public struct ServiceReply: Sendable {
    public let httpStatus: Int
    /// A reply that holds secrets is wiped by whoever reads it.
    public var body: [UInt8]
    /// The header X-Request-Id.
    public let requestID: String?
    /// The header Retry-After as it was sent: seconds, or a date.
    public let retryAfter: String?

    public init(httpStatus: Int, body: [UInt8], requestID: String? = nil, retryAfter: String? = nil) {
        self.httpStatus = httpStatus
        self.body = body
        self.requestID = requestID
        self.retryAfter = retryAfter
    }
}
