import CodeArtsDeploy
import Synchronization

/// The environment of this process, and what the library has looked at there.
final class WatchedEnvironment: Environment {
    private struct Seen {
        var variables: [String] = []
        var files: [String] = []
    }

    private let environment = ProcessEnvironment()
    private let seen = Mutex(Seen())

    /// The variables that were read and are set, and the files that were read, in this order; forgets them.
    func take() -> (variables: [String], files: [String]) {
        seen.withLock { seen in
            defer { seen = Seen() }
            return (seen.variables, seen.files)
        }
    }

    func variable(_ name: String) -> [UInt8]? {
        let value = environment.variable(name)
        if value != nil { seen.withLock { if !$0.variables.contains(name) { $0.variables.append(name) } } }
        return value
    }

    func isReadable(_ file: String) -> Bool { environment.isReadable(file) }

    func isPrivate(_ file: String) -> Bool { environment.isPrivate(file) }

    func contents(of file: String) -> [UInt8]? {
        let contents = environment.contents(of: file)
        if contents != nil { seen.withLock { $0.files.append(file) } }
        return contents
    }
}
