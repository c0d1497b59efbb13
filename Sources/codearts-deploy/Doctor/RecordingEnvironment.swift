import CodeArtsDeploy
import Synchronization

/// The environment of this process, which records what the library reads.
final class RecordingEnvironment: Environment {
    private struct Seen {
        var variables: [String] = []
        var source: String?
    }

    private let environment = ProcessEnvironment()
    private let seen = Mutex(Seen())

    /// Takes the variables that were read and are set, in this order.
    func takeVariables() -> [String] {
        seen.withLock { seen in
            defer { seen.variables = [] }
            return seen.variables
        }
    }

    /// Where the credential came from; nil if none was found.
    var source: String? { seen.withLock { $0.source } }

    func variable(_ name: String) -> [UInt8]? {
        let value = environment.variable(name)
        if value != nil { seen.withLock { if !$0.variables.contains(name) { $0.variables.append(name) } } }
        return value
    }

    func read(_ path: [UInt8], atMost most: Int) -> FileReading { environment.read(path, atMost: most) }

    func isFolder(_ path: [UInt8]) -> Bool { environment.isFolder(path) }

    func willUse(_ source: String) { seen.withLock { $0.source = source } }
}
