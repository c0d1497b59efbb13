internal import CodeArtsDeployModel

/// A journal's account of one deployment: how far it had got when the line that is now its last was written.
enum JournalStanding {
    /// There is no intent, or what was intended was not started for certain.
    case none
    /// An intent, and no word of whether it was carried out.
    case intended(DeployIntent)
    case started(DeployIntent, StartedRecord)
    /// - Parameter rollback: what became of it later, because others failed; empty where nothing did.
    case ended(Result<[UInt8], DeployError>, rollback: [UInt8])
}

/// The subjects of a journal: the deployments that it has to be of.
struct JournalSubjects {
    /// Of a release; nil for one deployment.
    var plan: String?
    /// The task and the digest of the request of each.
    var deployments: [(taskID: String, digest: String)]

    init(taskID: String, digest: String) {
        deployments = [(taskID, digest)]
    }

    /// The digest of a release is of its items' names, requests and order; limits may change.
    init(_ plan: ReleasePlan) {
        deployments = []
        var json = JSONWriter(reserving: 160 * plan.items.count)
        json.beginArray()
        for item in plan.items {
            let digest = RequestDigest.text(of: item.value)
            deployments.append((item.taskID, digest))
            json.string(item.name)
            json.string(digest)
            json.integer(item.wave)
            for other in item.after { json.integer(other.index) }
        }
        json.endArray()
        self.plan = SHA256.text(of: json.bytes)
    }
}

/// A journal's reader: takes its lines one by one, and refuses what is not a journal, or not that of this request.
struct JournalReader {
    private(set) var standings: [JournalStanding]
    /// Whether it has a line that says which release it is of.
    private(set) var hasPlan = false
    private let path: String
    private let subjects: JournalSubjects
    private var line = 0

    init(_ path: String, of subjects: JournalSubjects) {
        self.path = path
        self.subjects = subjects
        standings = subjects.deployments.map { _ in .none }
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
        if entry.isText("plan") { return try plan(root) }
        guard hasPlan == (subjects.plan != nil) else {
            throw fault("It is of one deployment, and the request is of a release.")
        }
        guard let item = hasPlan ? root["item"]?.integer : 0, standings.indices.contains(item) else {
            throw fault("It names no item of the release.")
        }
        if entry.isText("intent") {
            standings[item] = .intended(try intent(root["intent"], item))
        } else if entry.isText("started") {
            standings[item] = try started(root, after: standings[item])
        } else if entry.isText("end") {
            standings[item] = try end(root, after: standings[item])
        } else if entry.isText("rollback"), case .ended(let result, _) = standings[item] {
            standings[item] = .ended(result, rollback: root["rollback"].map { Array($0.raw) } ?? [])
        } else {
            throw fault("Its entry is none that this library knows.")
        }
    }

    private mutating func plan(_ root: JSONValue) throws(DeployError) {
        guard let plan = subjects.plan else { throw fault("It is of a release, and the request is of one deployment.") }
        guard !hasPlan, root["plan_digest"]?.string.map({ $0 == plan }) ?? false else {
            throw fault(
                "It is of another release: other items, parameters or order. Give the one that it was begun with, or another journal."
            )
        }
        hasPlan = true
    }

    private func intent(_ object: JSONValue?, _ item: Int) throws(DeployError) -> DeployIntent {
        let (taskID, digest) = subjects.deployments[item]
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

    private func started(_ root: JSONValue, after standing: JournalStanding) throws(DeployError) -> JournalStanding {
        guard let recordID = root["record_id"]?.string else { throw fault("It names no record.") }
        guard case .intended(let intent) = standing else { throw fault("No intent comes before it.") }
        return .started(
            intent,
            StartedRecord(
                recordID: recordID, isOwn: true,
                adoption: root["adopted"]?.boolean == true ? root["warning"]?.string ?? "" : nil))
    }

    private func end(_ root: JSONValue, after standing: JournalStanding) throws(DeployError) -> JournalStanding {
        switch standing {
        case .intended: return .none
        case .started:
            if let result = root["result"] { return .ended(.success(Array(result.raw)), rollback: []) }
            if let error = root["error"].flatMap({ DeployError(reading: $0) }) {
                return .ended(.failure(error), rollback: [])
            }
            throw fault("It tells no end.")
        case .none, .ended: throw fault("Nothing that could end comes before it.")
        }
    }

    private func fault(_ message: String) -> DeployError { JournalFault.error(message, line: line, of: path) }
}
