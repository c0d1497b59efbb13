internal import CPlatform
internal import CodeArtsDeployModel

/// A journal's lines, as Documentation/Journal.md describes them.
enum JournalEntry {
    /// Of the format.
    static let version = 1

    /// The first line of a release's journal.
    static func plan(_ digest: String, items: Int) -> [UInt8] {
        line("plan", of: nil) {
            $0.member("plan_digest", digest)
            $0.member("items", items)
        }
    }

    /// - Parameter item: of the release that the journal is of; nil where it is of one deployment.
    static func intent(_ intent: DeployIntent, of item: EventItem?) -> [UInt8] {
        line("intent", of: item) {
            $0.name("intent")
            $0.object { intent.writeMembers(to: &$0) }
        }
    }

    static func started(_ record: StartedRecord, ofTask taskID: String, of item: EventItem?) -> [UInt8] {
        line("started", of: item) {
            $0.member("task_id", taskID)
            $0.member("record_id", record.recordID)
            if let adoption = record.adoption {
                $0.member("adopted", true)
                if !adoption.isEmpty { $0.member("warning", adoption) }
            }
        }
    }

    /// How it ended, or that it was never started.
    static func end(_ result: Result<[UInt8], DeployError>, ofTask taskID: String, of item: EventItem?) -> [UInt8] {
        line("end", of: item) { json in
            json.member("task_id", taskID)
            switch result {
            case .success(let document):
                json.member("outcome", Outcome.started.name.text)
                json.name("result")
                json.withoutLogs(document)
            case .failure(let error):
                json.member("outcome", ifKnown: error.outcome?.name.text)
                json.name("error")
                json.withoutLogs(error.document)
            }
        }
    }

    /// What became of the rollback of an item that had succeeded.
    static func rollback(_ rollback: [UInt8], of item: EventItem) -> [UInt8] {
        line("rollback", of: item) {
            $0.name("rollback")
            $0.withoutLogs(rollback)
        }
    }

    private static func line(_ entry: StaticString, of item: EventItem?, _ members: (inout JSONWriter) -> Void)
        -> [UInt8]
    {
        var json = JSONWriter(reserving: 512)
        json.object {
            $0.member("journal", version)
            $0.member("entry", entry.text)
            $0.timeOfEvent()
            if let item {
                $0.member("item", item.index)
                $0.member("name", item.name)
            }
            members(&$0)
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

extension JSONWriter {
    /// A document of this library but for what was read from logs, in which anything may stand.
    fileprivate mutating func withoutLogs(_ document: [UInt8]) {
        guard let root = (try? JSONDocument(parsing: document))?.root else { return raw(document) }
        withoutLogs(root)
    }

    private mutating func withoutLogs(_ value: JSONValue) {
        guard value.kind == .object else { return raw(value.raw) }
        object { json in
            for member in value.members where !member.isNamed("log_tail") {
                json.rawName(member.nameValue.raw)
                json.withoutLogs(member.value)
            }
        }
    }
}
