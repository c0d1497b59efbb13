import CodeArtsDeploy

/// Variables and files that a test sets. One that is set but empty counts as not set, as for the real one.
final class FakeEnvironment: Environment {
    private let variables: Locked<[String: [UInt8]]>
    private let files: Set<String>
    private let texts: [String: String]

    /// - Parameters:
    ///   - files: those that can be read.
    ///   - texts: what stands in some of them.
    init(_ variables: [String: String] = [:], files: Set<String> = [], texts: [String: String] = [:]) {
        self.variables = Locked(variables.mapValues { Array($0.utf8) })
        self.files = files
        self.texts = texts
    }

    func set(_ name: String, _ value: [UInt8]?) {
        variables.with { $0[name] = value }
    }

    func set(_ name: String, _ value: String) {
        set(name, Array(value.utf8))
    }

    func variable(_ name: String) -> [UInt8]? {
        variables.with { $0[name] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func isReadable(_ file: String) -> Bool { files.contains(file) || texts[file] != nil }
    func isPrivate(_ file: String) -> Bool { !file.hasSuffix(".open") }
    func contents(of file: String) -> [UInt8]? { texts[file].map { Array($0.utf8) } }
}
