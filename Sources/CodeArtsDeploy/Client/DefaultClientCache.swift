public import CodeArtsDeployModel

/// The clients behind `cad_start_task`: one for each state of the variables that a configuration is read from, so that
/// connections are reused for as long as the environment stays what it is. The token is not part of that.
public final class DefaultClientCache: Sendable {
    public static let shared = DefaultClientCache(environment: ProcessEnvironment())

    private let kept = PerProcess { CachedClients() }
    private let environment: any Environment

    init(environment: any Environment) {
        self.environment = environment
    }

    /// The client for the environment as it is now.
    public func current() throws(DeployError) -> Client {
        let kept = kept.value
        if let client = kept.client(for: environment) { return client }
        let recorded = RecordedEnvironment(environment)
        let client = Client(try Configuration(Array("{}".utf8), environment: recorded), environment: environment)
        kept.add(client, readFrom: recorded.reads)
        return client
    }
}

/// The clients of one process.
private final class CachedClients: @unchecked Sendable {
    /// A program that sets its variables again for every call must not gather clients.
    private static let most = 8

    private let lock = Lock()
    private var clients: [(client: Client, reads: [RecordedEnvironment.Read])] = []

    func client(for environment: any Environment) -> Client? {
        lock.with {
            clients.first { kept in kept.reads.allSatisfy { environment.variable($0.name) == $0.value } }?.client
        }
    }

    func add(_ client: Client, readFrom reads: [RecordedEnvironment.Read]) {
        lock.with {
            if clients.count == Self.most { clients.removeFirst() }
            clients.append((client, reads))
        }
    }
}

/// An environment that records which variables were read, to find out later whether any of them changed.
private final class RecordedEnvironment: Environment, @unchecked Sendable {
    struct Read {
        let name: String
        let value: [UInt8]?
    }

    private let environment: any Environment
    private(set) var reads: [Read] = []

    init(_ environment: any Environment) {
        self.environment = environment
    }

    func variable(_ name: String) -> [UInt8]? {
        let value = environment.variable(name)
        reads.append(Read(name: name, value: value))
        return value
    }

    func read(_ path: [UInt8], atMost most: Int) -> FileReading { environment.read(path, atMost: most) }
    func isFolder(_ path: [UInt8]) -> Bool { environment.isFolder(path) }
}
