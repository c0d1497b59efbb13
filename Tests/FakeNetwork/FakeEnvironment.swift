import CodeArtsDeploy

/// Variables and files that a test sets. One that is set but empty counts as not set, as for the real one.
final class FakeEnvironment: Environment {
    private let variables: Locked<[String: [UInt8]]>
    private let files: Set<String>
    private let folders: Set<String>
    private let texts: Locked<[String: [UInt8]]>
    private let used = Locked<[String]>([])

    /// - Parameters:
    ///   - files: those with a certificate in them.
    ///   - folders: those that can be searched.
    ///   - texts: what stands in others. One whose name ends with `.open` can be read by everybody.
    init(
        _ variables: [String: String] = [:], files: Set<String> = [], folders: Set<String> = [],
        texts: [String: String] = [:]
    ) {
        self.variables = Locked(variables.mapValues { Array($0.utf8) })
        self.files = files
        self.folders = folders
        self.texts = Locked(texts.mapValues { Array($0.utf8) })
    }

    func set(_ name: String, _ value: [UInt8]?) {
        variables.with { $0[name] = value }
    }

    func set(_ name: String, _ value: String) {
        set(name, Array(value.utf8))
    }

    /// Puts another text into a file.
    func write(_ file: String, _ text: [UInt8]) {
        texts.with { $0[file] = text }
    }

    /// The sources that credentials were taken from.
    var sources: [String] { used.with { $0 } }

    func variable(_ name: String) -> [UInt8]? {
        variables.with { $0[name] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func read(_ path: [UInt8], atMost most: Int) -> FileReading {
        let name = String(decoding: path, as: UTF8.self)
        if folders.contains(name) { return FileReading(.unusable("is a folder, not a file")) }
        if files.contains(name) {
            let certificate = Array("-----BEGIN CERTIFICATE-----\n".utf8)
            return FileReading(.bytes(Secret(certificate[...]), isOpenToOthers: false))
        }
        guard let text = texts.with({ $0[name] }) else { return FileReading(.missing) }
        return FileReading(.bytes(Secret(text[...]), isOpenToOthers: name.hasSuffix(".open")))
    }

    func isFolder(_ path: [UInt8]) -> Bool { folders.contains(String(decoding: path, as: UTF8.self)) }

    func willUse(_ source: String) { used.with { $0.append(source) } }
}
