import CPlatform
@testable import CodeArtsDeploy
import CodeArtsDeployModel

/// A task as the service's documents name it, and the record of their example.
let task = "d2dc947ec2424d8789bb3984bb3adf45"
let record = "0ee9c8e6a7dc44109541e53c6dccf47c"
let endpoint = "https://deploy.example"

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// The bytes of a secret, for looking at.
func text(_ secret: Secret) -> String { secret.with { text($0) } }

/// Ends a test that has nothing left to look at.
struct Missing: Error {}

func root(_ json: [UInt8]) throws -> JSONValue { try JSONDocument(parsing: json).root }

/// The error that some work ends with; nil where it ends well.
func failure<Result>(of work: () throws(DeployError) -> Result) -> DeployError? {
    do {
        _ = try work()
        return nil
    } catch {
        return error
    }
}

/// A request to start the documents' task, with these further members.
func request(_ members: String = "") -> [UInt8] {
    bytes(#"{"task_id":"\#(task)"\#(members.isEmpty ? "" : ",")\#(members)}"#)
}

/// Why a configuration is refused; nil where it is taken.
func refusal(of configuration: String, _ environment: FakeEnvironment = FakeEnvironment()) -> DeployError? {
    failure { () throws(DeployError) in try Configuration(bytes(configuration), environment: environment) }
}

/// Its faults, each as `timeout_ms: range`.
func rules(in configuration: String, _ environment: FakeEnvironment = FakeEnvironment()) -> [String] {
    (refusal(of: configuration, environment)?.violations ?? []).map { "\($0.path): \($0.rule.name)" }
}

/// Looks until something is so. The limit is there for what will never be: no test waits for it.
func eventually(withinMS limit: Int64 = maxWaitMS, _ look: () -> Bool) -> Bool {
    let end = platform_monotonic_ms() + limit
    while !look() {
        if platform_monotonic_ms() > end { return false }
        platform_sleep_ms(1)
    }
    return true
}

/// The same for a task, which must leave its thread to the others meanwhile.
func eventually(_ look: () -> Bool) async -> Bool {
    let end = platform_monotonic_ms() + maxWaitMS
    while !look() {
        if platform_monotonic_ms() > end { return false }
        do { try await Task.sleep(for: .milliseconds(1)) } catch { return false }
    }
    return true
}

private let maxWaitMS: Int64 = 60_000
