import CodeArtsDeployModel
import Glibc

/// Where a text of the caller stands.
enum TextSource {
    case literal(String)
    case file(String)
    case standardInput

    /// - Parameter argument: the text itself, `@FILE`, or `-` for standard input.
    init(_ argument: String) {
        if argument == "-" {
            self = .standardInput
        } else if argument.hasPrefix("@") {
            self = .file(String(argument.dropFirst()))
        } else {
            self = .literal(argument)
        }
    }

    func read() throws -> [UInt8] {
        switch self {
        case .literal(let text): return Array(text.utf8)
        case .standardInput: return try Self.contents(of: STDIN_FILENO, named: "standard input")
        case .file("-"): return try Self.standardInput.read()
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.fault(path) }
            defer { close(descriptor) }
            return try Self.contents(of: descriptor, named: path)
        }
    }

    private static func contents(of descriptor: CInt, named name: String) throws -> [UInt8] {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                text += chunk.prefix(count)
            } else if count == 0 {
                return text
            } else if errno != EINTR {
                throw fault(name)
            }
        }
    }

    private static func fault(_ name: String) -> DeployError {
        DeployError(.invalidArgument, "\(name) cannot be read: \(String(cString: strerror(errno))). Nothing was sent.")
    }
}
