internal import CodeArtsDeployModel

/// A credential source: the official SDKs' profile file, a key in the section `[basic]`.
struct ProfileFile {
    static var variable: String { "HUAWEICLOUD_SDK_CREDENTIALS_FILE" }
    private static var sections: [StaticString] { ["basic", "basiccredentials"] }
    private static let most = 1 << 20

    /// nil where none is named and there is no home.
    let path: [UInt8]?
    /// Whether somebody has named it: then it must be there and hold a key.
    let isNamed: Bool
    private let lacksHome: Bool

    init(_ environment: any Environment) {
        let home = environment.variable("HOME")
        if let named = environment.variable(Self.variable) {
            isNamed = true
            let isInHome = named.starts(with: Array("~/".utf8))
            lacksHome = isInHome && home == nil
            path = isInHome ? home.map { $0 + named.dropFirst() } ?? named : named
        } else {
            isNamed = false
            lacksHome = false
            path = home.map { $0 + Array("/.huaweicloud/credentials".utf8) }
        }
    }

    /// Begins to read it; nil where there is none to read.
    func read(in environment: any Environment) throws(DeployError) -> FileReading? {
        if lacksHome { throw fault("is in a home that nobody names: HOME is not set") }
        return path.map { environment.read($0, atMost: Self.most) }
    }

    var name: String { String(decoding: path ?? [], as: UTF8.self) }

    // MARK: What stands in it

    /// nil where there is no file, or no key in it, and nobody has named it.
    func source(in contents: FileReading.Contents) throws(DeployError) -> FixedSource? {
        switch contents {
        case .missing:
            guard isNamed else { return nil }
            throw fault("is not there")
        case .unusable(let why):
            // A container's HOME is often that of another user.
            guard isNamed else { return nil }
            throw fault(why)
        case .bytes(let content, let isOpenToOthers):
            var text = content.with { Array($0) }
            defer { wipe(&text) }
            if let source = try source(in: text, isOpenToOthers) { return source }
            guard isNamed else { return nil }
            throw fault(nothing(in: text))
        }
    }

    private func source(in text: [UInt8], _ isOpenToOthers: Bool) throws(DeployError) -> FixedSource? {
        let lines = try lines(of: text)
        for section in Self.sections {
            guard let entries = try entries(of: section, lines) else { continue }
            let place = "\(name) [\(section.text)]"
            if let key = try Self.key(entries, place) { return source(key, place, isOpenToOthers) }
        }
        return nil
    }

    /// What belongs to a key in a section, and what it has in common with all others.
    private func entries(of section: StaticString, _ lines: ProfileLines) throws(DeployError) -> [ProfileLines.Entry]? {
        do throws(ProfileLines.Fault) {
            guard let own = try lines.entries(of: section) else { return nil }
            let common = try lines.entries(of: ProfileLines.common) ?? []
            return try Self.usable(own + common.filter { one in !own.contains { $0.name == one.name } })
        } catch {
            throw fault("cannot be read for certain: in line \(error.line) \(error.message)")
        }
    }

    /// Those that belong to a key and are not empty.
    private static func usable(_ entries: [ProfileLines.Entry]) throws(ProfileLines.Fault) -> [ProfileLines.Entry] {
        let names = ["ak", "sk", "security_token", "project_id"]
        let usable = entries.filter { entry in !entry.value.isEmpty && names.contains(entry.name) }
        for entry in usable {
            if let ambiguity = entry.ambiguity {
                throw ProfileLines.Fault(line: entry.line, message: "(\(entry.name)) \(ambiguity)")
            }
        }
        return usable
    }

    private static func key(_ entries: [ProfileLines.Entry], _ place: String) throws(DeployError) -> AccessKey? {
        func value(_ name: String) -> [UInt8]? { entries.first { $0.name == name }.map { Array($0.value) } }
        var parts = KeyParts(id: value("ak"), secret: value("sk"), securityToken: value("security_token"))
        defer { parts.wipe() }
        parts.projectID = value("project_id")
        return try parts.key(names: ("ak", "sk", "security_token"), of: place)
    }

    private func source(_ key: AccessKey, _ place: String, _ isOpenToOthers: Bool) -> FixedSource {
        let warning = "Every user of this machine can read the key in \(name): chmod 600 it."
        return FixedSource(
            .key(key), from: place, parts: "the file \(name)", warning: isOpenToOthers ? warning : nil)
    }

    /// The text as UTF-8; other encodings are named, since they look right in an editor.
    private func lines(of text: [UInt8]) throws(DeployError) -> ProfileLines {
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            throw fault("is UTF-16: save it as UTF-8")
        }
        if text.contains(0) { throw fault("has NUL bytes in it: save it as UTF-8 text") }
        if UTF8Sequence.firstFault(in: text) != nil { throw fault("is not valid UTF-8") }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return ProfileLines(text.starts(with: mark) ? text.dropFirst(mark.count) : text[...])
    }

    // MARK: Faults

    /// Of one who waited for it until the end of the call.
    var late: DeployError { fault("could not be read before the time of the call was over") }

    func fault(_ why: String) -> DeployError {
        let message = "The file \(name) \(why)."
        let violation = Violation(path: isNamed ? Self.variable : name, rule: .forbidden, message: message)
        return DeployError(.configuration, violations: [violation], of: "The profile file")
    }

    private func nothing(in text: [UInt8]) -> String {
        let sections = (try? lines(of: text))?.sections ?? []
        if text.isEmpty { return "is empty" }
        return "has no ak in [basic] or [basiccredentials]"
            + (sections.isEmpty ? "" : "; its sections are \(sections.joined(separator: ", "))")
    }

    /// For the message that nothing was found.
    ///
    /// - Parameter contents: nil where it was not read.
    func absence(_ contents: FileReading.Contents?) -> String {
        guard path != nil else { return "there is no profile file, since HOME is not set" }
        switch contents {
        case .bytes(let content, _):
            var text = content.with { Array($0) }
            defer { wipe(&text) }
            return "\(name) \(nothing(in: text))"
        case .unusable(let why): return "\(name) \(why)"
        case .missing, nil: return "\(name) is not there, or cannot be read"
        }
    }
}
