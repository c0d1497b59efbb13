public import CodeArtsDeployModel

/// One HTTP exchange, as a parameter of the client so that a test can play the network.
public protocol Transport: AnyObject, Sendable {
    func send(_ request: HTTPRequest) throws(TransportFailure) -> ServiceReply
}

/// What goes on the wire: a POST with a JSON body.
public struct HTTPRequest: Sendable {
    public let url: String
    /// The header line X-Auth-Token.
    public let token: AuthToken
    public let body: [UInt8]
    /// The whole exchange.
    public let timeoutMS: Int
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

    public init(_ status: Status, _ reason: String, wasWritten: Bool, httpStatus: Int? = nil, requestID: String? = nil)
    {
        self.status = status
        self.reason = reason
        self.wasWritten = wasWritten
        self.httpStatus = httpStatus
        self.requestID = requestID
    }
}
