internal import CodeArtsDeployModel

/// An HTTP transport, as a parameter of the client so that a test can fake the network.
protocol Transport: AnyObject, Sendable {
    /// One exchange, on the thread that asks for it.
    func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply

    /// Many exchanges for a thread of one's own, which sleeps until the flag is raised.
    func multi(wakingOn waker: Int32) throws(TransportFailure) -> any MultiTransport
}

/// An HTTP request: what goes on the wire, and how.
struct HTTPRequest: Sendable {
    let wire: WireRequest
    /// The host is this machine, or one that only this machine sees: no proxy can reach it.
    let isLocal: Bool
    /// Not even through a proxy that the configuration names.
    let isNeverProxied: Bool
    /// The whole exchange.
    let timeoutMS: Int
    /// A second sending could do something a second time.
    let isOnceOnly: Bool

    init(
        _ wire: WireRequest, isLocal: Bool, timeoutMS: Int, isOnceOnly: Bool = false, isNeverProxied: Bool = false
    ) {
        self.isNeverProxied = isNeverProxied
        self.wire = wire
        self.isLocal = isLocal
        self.timeoutMS = timeoutMS
        self.isOnceOnly = isOnceOnly
    }
}

/// An HTTP reply.
struct HTTPReply: Sendable {
    let service: ServiceReply
    /// The header Date as it was sent.
    let date: String?
    /// The header X-Subject-Token, in which IAM hands out a token.
    let subjectToken: Secret?

    init(_ service: ServiceReply, date: String? = nil, subjectToken: Secret? = nil) {
        self.service = service
        self.date = date
        self.subjectToken = subjectToken
    }
}

/// A transport failure: why no complete answer came.
struct TransportFailure: Error, Sendable {
    let status: Status
    /// What happened, without a full stop.
    let reason: String
    /// Whether any of the request may have been written to the service.
    let wasWritten: Bool
    /// Of an answer that began.
    let httpStatus: Int?
    let requestID: String?
    /// A proxy said no, and would say so again.
    var isRefusedByProxy = false
    /// How long a proxy that takes no more asks to wait.
    var retryAfterMS: Int?

    init(
        _ status: Status, _ reason: String, wasWritten: Bool, httpStatus: Int? = nil, requestID: String? = nil
    ) {
        self.status = status
        self.reason = reason
        self.wasWritten = wasWritten
        self.httpStatus = httpStatus
        self.requestID = requestID
    }
}
