/// The commands that somebody may want to run next, ready to be copied.
struct NextCommand {
    private let connection: [String]

    init(_ connection: ConnectionOptions) {
        self.connection = connection.arguments
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
        (["codearts-deploy"] + arguments + connection).map(Self.quoted).joined(separator: " ")
    }

    /// As a shell would read it back.
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
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}
