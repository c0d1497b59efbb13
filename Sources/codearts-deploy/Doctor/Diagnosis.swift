import CodeArtsDeploy
import CodeArtsDeployModel

/// The diagnosis of a configuration: what would be used, where it comes from, and whether the service accepts it.
struct Diagnosis {
    struct Check {
        enum Level: String {
            case ok, warning, problem
        }

        let name: StaticString
        let level: Level
        let message: String
    }

    private(set) var checks: [Check] = []
    /// The first fault, which decides the exit code.
    private(set) var fault: DeployError?
    private var isEncrypted = true
    private let connection: ConnectionOptions
    private let signals: BlockedSignals
    private let environment = RecordingEnvironment()

    init(_ connection: ConnectionOptions, _ signals: BlockedSignals) throws {
        self.connection = connection
        self.signals = signals
        var client: Client?
        do {
            let text = try connection.text(signals)
            let given = (try? JSONDocument(parsing: text))?.root
            let configuration = try Configuration(text, environment: environment)
            let variables = environment.takeVariables()
            add("configuration", ConfigurationProvenance(given, connection).configuration(variables))
            isEncrypted = !ConfigurationProvenance(given, connection).isPlain(variables)
            let new = Client(configuration, environment: environment)
            client = new
            ask(new, given)
        } catch let error as DeployError where ![.invalidArgument, .cancelled].contains(error.status) {
            add("configuration", failed: connection.named(error))
        }
        connection.warning.map { warn($0) }
        addClock(client?.clockSkew)
    }

    /// - Parameter skew: nil if there is no other clock to compare with.
    private mutating func addClock(_ skew: ClockSkew?) {
        let here = "This machine says \(WallClock.utc) UTC"
        guard let skew else {
            return add("clock", "\(here); no answer of the service named a time to compare it with.")
        }
        if skew.isHarmless { return add("clock", "\(here); the service's clock agrees.") }
        // The library's own warning says the same.
        checks.removeAll { $0.level == .warning && $0.message.hasPrefix("This machine's clock is") }
        checks.append(Check(name: "clock", level: .warning, message: skew.remark))
    }

    // MARK: The service

    private mutating func ask(_ client: Client, _ given: JSONValue?) {
        let runner = Runner(client: client, signals: signals, warnings: WarningPrinter())
        let view = WarningsView()
        var probe = ProbeRequest.applications
        var result = runner.run(probe.operation, probe.text, view: view)
        if case .failure(let error) = result, error.status == .validation {
            // No project is configured.
            probe = .nothing
            result = runner.run(probe.operation, probe.text, view: view)
        }
        let source = ConfigurationProvenance(given, connection).credential(environment.source)
        switch result {
        case nil: fault = DeployError(.cancelled, "Left at once.")
        case .success(let reply):
            let answer = (try? JSONDocument(parsing: reply))?.root
            conclude(source, .answered, nil, applications: answer?["total_num"]?.integer)
        case .failure(let error):
            conclude(source, ProbeStage(error, isExpected: probe.isAnswered(by: error)), error, applications: nil)
        }
        for warning in view.warnings { warn(warning) }
    }

    private mutating func conclude(
        _ source: String, _ reached: ProbeStage, _ error: DeployError?, applications: Int?
    ) {
        let found = [
            (ProbeStage.credential, source),
            (.network, "The service is reached."),
            (.tls, isEncrypted ? "Its certificate is trusted." : "Not used: the endpoint is http://."),
            (.accepted, "The credential is accepted."),
            (.answered, applications.map { "The project has \($0) applications." } ?? "It answers as it should."),
        ]
        for (step, message) in found {
            if reached >= step {
                // A gateway or a load balancer may have answered without checking the credential.
                if step == .accepted, reached == .accepted, !ProbeStage.isProof(error) { continue }
                add(step.name, message)
            } else if let error {
                return add(step.name, failed: error, step.remedy(after: error))
            }
        }
    }

    private mutating func add(_ name: StaticString, _ message: String) {
        checks.append(Check(name: name, level: .ok, message: message))
    }

    /// - Parameter remedy: what to do about it, if the message does not say so.
    private mutating func add(_ name: StaticString, failed error: DeployError, _ remedy: String = "") {
        checks.append(Check(name: name, level: .problem, message: error.message + remedy + Self.reference(error)))
        fault = fault ?? error
    }

    /// For the service's support.
    private static func reference(_ error: DeployError) -> String {
        error.requestID.map { " (request \($0))" } ?? ""
    }

    /// A problem that does not prevent a deployment.
    private mutating func warn(_ message: String) {
        guard !checks.contains(where: { $0.message == message }) else { return }
        checks.append(Check(name: "warning", level: .warning, message: message))
    }
}

/// A view that keeps the library's warnings.
private final class WarningsView: ProgressView {
    private(set) var warnings: [String] = []
    var showsWarnings: Bool { true }

    func show(_ event: ProgressEvent) {
        if case .warning(let message) = event.kind { warnings.append(message) }
    }
}
