internal import CodeArtsDeployModel

/// The official SDK's profile file: sections in brackets, `name = value` lines.
struct ProfileFile {
    private static var sections: [StaticString] { ["basic", "basiccredentials"] }

    private let environment: any Environment
    private let path: String?

    init(_ environment: any Environment) {
        self.environment = environment
        if let named = environment.variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE") {
            path = String(decoding: named, as: UTF8.self)
        } else {
            path = environment.variable("HOME").map {
                String(decoding: $0, as: UTF8.self) + "/.huaweicloud/credentials"
            }
        }
    }

    /// nil where there is no file, or no key in it.
    func source() throws(DeployError) -> FixedSource? {
        guard let path, var text = environment.contents(of: path) else { return nil }
        defer { wipe(&text) }
        for section in Self.sections {
            var parts = KeyParts()
            defer { parts.wipe() }
            for line in ProfileLines(text, section: section) {
                switch line.name {
                case "ak": parts.id = Array(line.value)
                case "sk": parts.secret = Array(line.value)
                case "security_token": parts.securityToken = Array(line.value)
                default: break
                }
            }
            let place = "\(path) [\(section.text)]"
            if let key = try parts.key(names: ("ak", "sk", "security_token"), of: place) {
                return FixedSource(.key(key), from: place, warning: warning(path))
            }
        }
        return nil
    }

    private func warning(_ path: String) -> String? {
        environment.isPrivate(path) ? nil : "Other users can read the key in \(path): chmod 600 it."
    }

    /// For the message that nothing was found.
    var absence: String {
        guard let path else { return "there is no profile file, since HOME is not set" }
        return environment.isReadable(path)
            ? "\(path) has no ak in [basic] or [basiccredentials]" : "\(path) cannot be read"
    }
}

/// The lines of one section.
struct ProfileLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    private let section: StaticString
    private var isInside = false

    init(_ text: [UInt8], section: StaticString) {
        rest = text[...]
        self.section = section
    }

    mutating func next() -> (name: String, value: ArraySlice<UInt8>)? {
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest.dropFirst(line.count + 1)
            let text = Self.trimmed(line)
            guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            if first == UInt8(ascii: "[") {
                isInside = section.matches(text.dropFirst().prefix { $0 != UInt8(ascii: "]") })
            } else if isInside, let equals = text.firstIndex(of: UInt8(ascii: "=")) {
                let value = Self.trimmed(text[text.index(after: equals)...])
                if !value.isEmpty { return (String(decoding: Self.trimmed(text[..<equals]), as: UTF8.self), value) }
            }
        }
        return nil
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop { $0 <= 0x20 }
        while let last = text.last, last <= 0x20 { text = text.dropLast() }
        return text
    }
}
