public import CodeArtsDeployModel

/// One HTTP exchange, as a parameter of the client so that a test can play the network.
public protocol Transport: AnyObject, Sendable {
    func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply
}

/// What goes on the wire, and how.
public struct HTTPRequest: Sendable {
    public let wire: WireRequest
    /// The host is this machine, or one that only this machine sees: no proxy can reach it.
    public let isLocal: Bool
    /// The whole exchange.
    public let timeoutMS: Int

    public init(_ wire: WireRequest, isLocal: Bool, timeoutMS: Int) {
        self.wire = wire
        self.isLocal = isLocal
        self.timeoutMS = timeoutMS
    }
}

/// What came back.
public struct HTTPReply: Sendable {
    public let service: ServiceReply
    /// The header Date as it was sent.
    public let date: String?
    /// The header X-Subject-Token, in which IAM hands out a token.
    public let subjectToken: Secret?

    public init(_ service: ServiceReply, date: String? = nil, subjectToken: Secret? = nil) {
        self.service = service
        self.date = date
        self.subjectToken = subjectToken
    }
}

/// Why no complete answer came.
public struct TransportFailure: Error, Sendable {
    public let status: Status
    /// What happened, without a full stop.
    public let reason: String
    /// Whether any of the request may have been written to the service.
    public let wasWritten: Bool
    /// Of an answer that began.
    public let httpStatus: Int?
    public let requestID: String?

    public init(
        _ status: Status, _ reason: String, wasWritten: Bool, httpStatus: Int? = nil, requestID: String? = nil
    ) {
        self.status = status
        self.reason = reason
        self.wasWritten = wasWritten
        self.httpStatus = httpStatus
        self.requestID = requestID
    }
}
