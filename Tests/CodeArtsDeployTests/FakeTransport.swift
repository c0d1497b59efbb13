@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Synchronization

/// Plays the network: keeps what was sent, and answers what the test wants.
final class FakeTransport: Transport {
    /// What a test looks at of a request.
    struct Sent: Sendable {
        let url: String
        let token: String
        let authorization: String?
        let securityToken: String?
        let body: String
        let timeoutMS: Int
    }

    private let requests = Mutex<[Sent]>([])
    private let answer: Result<ServiceReply, TransportFailure>

    init(_ httpStatus: Int, _ body: String, requestID: String? = nil, retryAfter: String? = nil) {
        answer = .success(
            ServiceReply(
                httpStatus: httpStatus, body: Array(body.utf8), requestID: requestID, retryAfter: retryAfter))
    }

    /// A service that takes everything.
    convenience init() {
        self.init(200, #"{"id":"\#(record)","task_id":"\#(task)"}"#)
    }

    init(failing failure: TransportFailure) {
        answer = .failure(failure)
    }

    var sent: [Sent] { requests.withLock { $0 } }

    func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply {
        let token = request.wire.headers["x-auth-token"].map { text($0.line) } ?? ""
        let sent = Sent(
            url: request.wire.url, token: token,
            authorization: request.wire.headers["authorization"].map { text($0.line) },
            securityToken: request.wire.headers["x-security-token"].map { text($0.line) },
            body: text(request.wire.body), timeoutMS: request.timeoutMS)
        requests.withLock { $0.append(sent) }
        return HTTPReply(try answer.get())
    }
}

/// A client whose network is played.
struct Bench {
    let transport: FakeTransport
    let environment: FakeEnvironment
    let client: Client

    init(
        _ transport: FakeTransport = FakeTransport(), configuration: String = #""token":"the-token""#,
        environment: FakeEnvironment = FakeEnvironment()
    ) throws {
        self.transport = transport
        self.environment = environment
        let members = configuration.isEmpty ? "" : ",\(configuration)"
        let configuration = try Configuration(
            bytes(#"{"endpoint":"\#(endpoint)"\#(members)}"#), environment: environment)
        client = Client(configuration, transport: transport, environment: environment)
    }

    /// Starts the documents' task.
    func start(_ members: String = "", token: String? = nil) throws(DeployError) -> String {
        let token = try token.map { text throws(DeployError) in try AuthToken(bytes(text)) }
        return text(try client.call(.startDeployTask, request(members), token: token))
    }

    func failure(of members: String = "", token: String? = nil) -> DeployError? {
        CodeArtsDeployTests.failure { () throws(DeployError) in try start(members, token: token) }
    }
}
