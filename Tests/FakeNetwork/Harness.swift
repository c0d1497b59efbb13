@testable import CodeArtsDeploy
import CodeArtsDeployModel

/// A client whose network is played.
struct Harness {
    let transport: FakeTransport
    let environment: FakeEnvironment
    let client: Client

    init(
        _ transport: FakeTransport = FakeTransport(), configuration: String = #""token":"the-token""#,
        environment: FakeEnvironment = FakeEnvironment(), at endpoint: String = endpoint
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

    /// The same in the background.
    func submit(_ members: String = "") throws(DeployError) -> RunningOperation {
        try client.submit(.startDeployTask, request(members))
    }

    func failure(of members: String = "", token: String? = nil) -> DeployError? {
        FakeNetwork.failure { () throws(DeployError) in try start(members, token: token) }
    }
}
