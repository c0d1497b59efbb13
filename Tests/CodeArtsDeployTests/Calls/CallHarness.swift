import CodeArtsDeployModel

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// One call of the service in played time.
struct CallHarness {
    static let loginMembers =
        #""iam":{"user":"u","password":"p4ssword","domain":"d","project":"p"},"iam_endpoint":"https://iam.example""#

    let transport: FakeTransport
    let limiter = RateLimiter()
    private let line: CallDependencies

    init(_ transport: FakeTransport, _ members: String = #""token":"t""#) throws {
        self.transport = transport
        let environment = FakeEnvironment()
        let configuration = try Configuration(
            bytes(#"{"endpoint":"\#(endpoint)",\#(members)}"#), environment: environment)
        line = CallDependencies(
            configuration: configuration,
            source: try FoundSource(CredentialChain(configuration, environment: environment)), limiter: limiter,
            clock: ServiceClock(), environment: environment)
    }

    /// A request that is right for the operation.
    static func request(for operation: CodeArtsDeployModel.Operation, _ members: String = "") -> [UInt8] {
        let more = members.isEmpty ? "" : ",\(members)"
        return switch operation.effect {
        case .reads, .changes: bytes(#"{"task_id":"\#(task)","record_id":"\#(record)"\#(more)}"#)
        case .starts: FakeNetwork.request(members)
        case .unknown: bytes(#"{"method":"POST","path":"/v1/anything"\#(more)}"#)
        }
    }

    func flow(
        _ operation: CodeArtsDeployModel.Operation = .startDeployTask, _ members: String = "",
        _ context: CallContext = CallContext(until: Deadline(inMS: 60_000))
    ) throws -> Step {
        let prepared = try PreparedRequest(operation, Self.request(for: operation, members))
        return line.call(prepared, context: context) { .end($0) }
    }
}
