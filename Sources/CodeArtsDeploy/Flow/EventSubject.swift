internal import CodeArtsDeployModel

/// The task and the record that an event is about, as far as it is about one, and the item of a release.
struct EventSubject {
    var taskID: String?
    var recordID: String?
    var item: EventItem?

    init(taskID: String? = nil, recordID: String? = nil, item: EventItem? = nil) {
        self.taskID = taskID
        self.recordID = recordID
        self.item = item
    }

    /// What a single call is about: the ids in its path and its query. The body of a start may name another record.
    init(of prepared: PreparedRequest) {
        self.init(taskID: prepared.addressed("task_id"), recordID: prepared.addressed("record_id"))
    }

    /// With the ids of a wider subject where this one has none.
    func within(_ wider: EventSubject) -> EventSubject {
        EventSubject(taskID: taskID ?? wider.taskID, recordID: recordID ?? wider.recordID, item: item ?? wider.item)
    }

    func write(to json: inout JSONWriter) {
        json.member("task_id", ifKnown: taskID)
        json.member("record_id", ifKnown: recordID)
        guard let item else { return }
        json.member("index", item.index)
        json.member("item", item.name)
    }
}

/// The item of a release that an event is about.
final class EventItem {
    /// From 0.
    let index: Int
    let name: String

    init(_ index: Int, named name: String) {
        self.index = index
        self.name = name
    }
}
