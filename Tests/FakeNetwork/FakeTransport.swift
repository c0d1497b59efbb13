@testable import CodeArtsDeploy
import CodeArtsDeployModel

/// Plays the network: keeps what was sent, and answers what the test wants.
final class FakeTransport: Transport {
    /// What a test looks at of a request.
    struct Sent: Sendable {
        let method: String
        let url: String
        let token: String
        let authorization: String?
        let securityToken: String?
        let body: String
        let timeoutMS: Int
        let isOnceOnly: Bool
        let isLocal: Bool
        let isNeverProxied: Bool
        let project: String?
    }

    private let requests = Locked<[Sent]>([])
    private let multis = Locked<[FakeMulti]>([])
    /// What comes for a request and its number, from 0.
    private let decide: @Sendable (Sent, Int) -> Answer
    private let multiFailure: TransportFailure?

    /// - Parameter multiFailure: why there is no multi transport.
    init(without multiFailure: TransportFailure? = nil, deciding decide: @escaping @Sendable (Sent, Int) -> Answer) {
        self.multiFailure = multiFailure
        self.decide = decide
    }

    /// - Parameter answers: one after the other; the last stands for all that follow.
    convenience init(_ answers: [Answer]) {
        self.init { answers[min($1, answers.count - 1)] }
    }

    convenience init(_ answers: Answer...) {
        self.init(answers)
    }

    convenience init(_ httpStatus: Int, _ body: String, requestID: String? = nil, retryAfter: String? = nil) {
        self.init(.status(httpStatus, body, requestID: requestID, retryAfter: retryAfter))
    }

    /// A service that takes everything.
    convenience init() {
        self.init(.started)
    }

    convenience init(failing failure: TransportFailure) {
        self.init(.failure(failure))
    }

    var sent: [Sent] { requests.with { $0 } }

    /// The crowd of the client's background; nil until there is one.
    var multi: FakeMulti? { multis.with { $0.first } }

    func answer(to request: HTTPRequest) -> Answer {
        let sent = Sent(
            method: request.wire.method, url: request.wire.url,
            token: request.wire.headers["x-auth-token"].map { text($0.line) } ?? "",
            authorization: request.wire.headers["authorization"].map { text($0.line) },
            securityToken: request.wire.headers["x-security-token"].map { text($0.line) },
            body: text(request.wire.body), timeoutMS: request.timeoutMS,
            isOnceOnly: request.isOnceOnly, isLocal: request.isLocal, isNeverProxied: request.isNeverProxied,
            project: request.wire.headers["x-project-id"].map { text($0.line) })
        let number = requests.with {
            $0.append(sent)
            return $0.count - 1
        }
        return decide(sent, number)
    }

    func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply {
        let late = TransportFailure(.timeout, "No complete answer came in time", wasWritten: true)
        return try (answer(to: request).result ?? .failure(late)).get()
    }

    func multi(wakingOn waker: Int32) throws(TransportFailure) -> any MultiTransport {
        if let multiFailure { throw multiFailure }
        let multi = FakeMulti(self, wakingOn: waker)
        multis.with { $0.append(multi) }
        return multi
    }
}
