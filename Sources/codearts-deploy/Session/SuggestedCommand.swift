import CodeArtsDeployModel

/// Suggested commands, ready to be pasted into a shell.
struct SuggestedCommand {
    private let connection: [String]
    private let remark: String

    init(_ connection: ConnectionOptions) {
        self.connection = connection.arguments
        remark = connection.remark.map { "  # \($0)" } ?? ""
    }

    func watch(_ taskID: String, _ recordID: String) -> String {
        "To follow it:   \(command(["watch", taskID, recordID]))"
    }

    func stop(_ taskID: String, _ recordID: String) -> String {
        "To stop it:     \(command(["stop", taskID, recordID]))"
    }

    func log(_ taskID: String, _ recordID: String) -> String {
        "To see its log: \(command(["log", taskID, recordID]))"
    }

    func records(_ taskID: String) -> String {
        "To look first:  \(command(["records", taskID]))"
    }

    var doctor: String { "To find out why: \(command(["doctor"]))" }

    private func command(_ arguments: [String]) -> String {
        (["codearts-deploy"] + arguments + connection).map(Self.quoted).joined(separator: " ") + remark
    }

    /// Quoted for a shell.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:@%+=,".utf8.contains($0)
            }
        }
        if isPlain, !word.isEmpty { return word }
        let bytes = RawText.bytes(of: word)
        // Bytes that are not text, or control a terminal, are escaped.
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) || UTF8Sequence.firstFault(in: bytes) != nil {
            return "$'" + bytes.map(escaped).joined() + "'"
        }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: "\\" + String(byte + 0, radix: 8).leftPadded
        }
    }
}

extension String {
    /// An octal number of three digits.
    fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 3 - count)) + self }
}
