import CodeArtsDeployModel

/// The text of a file.
struct TextFile {
    /// Without a byte order mark.
    let text: [UInt8]

    init(_ bytes: [UInt8], named name: String) throws(DeployError) {
        if [[0xFF, 0xFE], [0xFE, 0xFF]].contains(where: bytes.starts) {
            throw Self.fault(name, "It is UTF-16. Save it as UTF-8.")
        }
        text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let zero = text.firstIndex(of: 0) {
            let isWide = text.count > 1 && (text[0] == 0) != (text[1] == 0)
            let found = "It has a NUL byte at offset \(zero): it is no text."
            throw Self.fault(name, isWide ? "It is UTF-16. Save it as UTF-8." : found)
        }
    }

    private static func fault(_ name: String, _ message: String) -> DeployError {
        var error = DeployError(.invalidArgument, "\(name) cannot be used: \(message) Nothing was sent.")
        error.violations = [Violation(path: name, rule: .encoding, message: message)]
        return error
    }
}
