internal import CodeArtsDeployModel

/// A journal's account of one deployment: how far it had got when the line that is now its last was written.
enum JournalStanding {
    /// There is no intent, or what was intended was not started for certain.
    case none
    /// An intent, and no word of whether it was carried out.
    case intended(DeployIntent)
    case started(DeployIntent, StartedRecord)
    case ended(Result<[UInt8], DeployError>)
}

/// A journal's reader: takes its lines one by one, and refuses what is not a journal, or not that of this request.
struct JournalReader {
    private(set) var standing = JournalStanding.none
    private let path: String
    private let digest: String
    private let taskID: String
    private var line = 0

    /// - Parameter digest: of the request that the journal has to belong to.
    init(_ path: String, taskID: String, digest: String) {
        self.path = path
        self.taskID = taskID
        self.digest = digest
    }

    /// A last line without its line feed is one that a crash has torn: whoever wrote it had not gone on.
    mutating func read(_ bytes: [UInt8]) throws(DeployError) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            line += 1
            try read(line: Array(bytes[start..<end]))
            start = end + 1
        }
        // A journal's first line may be torn; what begins otherwise is another file.
        let opening = Array(#"{"journal":"#.utf8)
        if line == 0, !bytes.isEmpty, !opening.starts(with: bytes.prefix(opening.count)) {
            line = 1
            throw fault("It is no line of a journal.")
        }
    }

    private mutating func read(line bytes: [UInt8]) throws(DeployError) {
        let root: JSONValue
        do throws(JSONFault) {
            root = try JSONDocument(parsing: bytes).root
        } catch {
            throw fault("It is no line of a journal: \(error.message)")
        }
        guard let version = root["journal"]?.integer else { throw fault("It is no line of a journal.") }
        guard version == JournalEntry.version else {
            throw fault("It has the format \(version), and this library knows \(JournalEntry.version).")
        }
        let entry = root["entry"]
        if entry.isText("intent") {
            standing = .intended(try intent(root["intent"]))
        } else if entry.isText("started") {
            standing = try started(root)
        } else if entry.isText("end") {
            try end(root)
        } else {
            throw fault("Its entry is none that this library knows.")
        }
    }

    private func intent(_ object: JSONValue?) throws(DeployError) -> DeployIntent {
        guard let intent = object.flatMap({ DeployIntent(reading: $0) }) else {
            throw fault("Its intent is not whole.")
        }
        guard intent.taskID == taskID else {
            throw fault("It is of the task \(intent.taskID), and the request is of \(taskID).")
        }
        guard intent.digest == digest else {
            throw fault(
                "It is of a request with other parameters. Give the one that it was begun with, or another journal.")
        }
        return intent
    }

    private func started(_ root: JSONValue) throws(DeployError) -> JournalStanding {
        guard let recordID = root["record_id"]?.string else { throw fault("It names no record.") }
        guard case .intended(let intent) = standing else { throw fault("No intent comes before it.") }
        return .started(
            intent,
            StartedRecord(
                recordID: recordID, isOwn: true,
                adoption: root["adopted"]?.boolean == true ? root["warning"]?.string ?? "" : nil))
    }

    private mutating func end(_ root: JSONValue) throws(DeployError) {
        switch standing {
        case .intended: standing = .none
        case .started:
            if let result = root["result"] {
                standing = .ended(.success(Array(result.raw)))
            } else if let error = root["error"].flatMap({ DeployError(reading: $0) }) {
                standing = .ended(.failure(error))
            } else {
                throw fault("It tells no end.")
            }
        case .none, .ended: throw fault("Nothing that could end comes before it.")
        }
    }

    private func fault(_ message: String) -> DeployError { JournalFault.error(message, line: line, of: path) }
}
