import CodeArtsDeployModel
import Glibc

/// A source of text: an argument, a file or standard input.
enum TextSource {
    case literal(String)
    case file(FilePath)

    /// - Parameter argument: the text itself, `@FILE`, or `-` for standard input.
    init(_ argument: String) {
        if argument.utf8.first == UInt8(ascii: "@") {
            self = .file(FilePath(argument: String(argument.unicodeScalars.dropFirst())))
        } else {
            self = argument == "-" ? .file(FilePath(argument: argument)) : .literal(argument)
        }
    }

    /// - Parameters:
    ///   - option: the option that it was given with.
    ///   - maxBytes: the largest size.
    ///   - signals: interrupt the wait for input.
    func read(for option: String, maxBytes: Int = Operation.maxBody, _ signals: BlockedSignals) throws -> [UInt8] {
        switch self {
        case .literal(let text): return Array(text.utf8)
        case .file(let path):
            let name = path.isStandardInput ? "standard input" : path.text
            let bytes = try Self.contents(of: path, named: name, for: option, InputReader(maxBytes: maxBytes, signals))
            return try TextFile(bytes, named: name).text
        }
    }

    private static func contents(
        of path: FilePath, named name: String, for option: String, _ reader: InputReader
    ) throws -> [UInt8] {
        let input = try path.isStandardInput ? StandardInput.taken(by: option) : opened(path, named: name)
        defer { if input != STDIN_FILENO { close(input) } }
        return try reader.read(input, named: name)
    }

    /// A named pipe is opened at once, whether it has a writer yet or not; the wait is for bytes.
    private static func opened(_ path: FilePath, named name: String) throws -> CInt {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        if descriptor >= 0 { return descriptor }
        let problem = errno
        // A socket cannot be opened by name, and without /proc nothing can.
        if let named = path.namedDescriptor { return fcntl(named, F_DUPFD_CLOEXEC, 0) }
        throw InputReader.fault(name, String(cString: strerror(problem)))
    }
}

/// Standard input can be read once.
private enum StandardInput {
    nonisolated(unsafe) private static var reader: String?

    static func taken(by option: String) throws(DeployError) -> CInt {
        if let reader {
            throw DeployError(
                .invalidArgument,
                "Standard input can be read once: by \(reader), not by \(option) too. Nothing was sent.")
        }
        reader = option
        return STDIN_FILENO
    }
}

extension FilePath {
    /// Of `/dev/stdin` and `/dev/fd/63`: the descriptor itself.
    fileprivate var namedDescriptor: CInt? {
        if text == "/dev/stdin" { return STDIN_FILENO }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where text.hasPrefix(folder) {
            return CInt(text.dropFirst(folder.count))
        }
        return nil
    }
}
