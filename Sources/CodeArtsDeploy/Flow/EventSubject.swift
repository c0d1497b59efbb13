internal import CodeArtsDeployModel

/// The task and the record that an event is about, as far as it is about one.
struct EventSubject {
    var taskID: String?
    var recordID: String?

    init(taskID: String? = nil, recordID: String? = nil) {
        self.taskID = taskID
        self.recordID = recordID
    }

    /// What a single call is about: the ids in its path and its query. The body of a start may name another record.
    init(of prepared: PreparedRequest) {
        self.init(taskID: prepared.addressed("task_id"), recordID: prepared.addressed("record_id"))
    }

    /// With the ids of a wider subject where this one has none.
    func within(_ wider: EventSubject) -> EventSubject {
        EventSubject(taskID: taskID ?? wider.taskID, recordID: recordID ?? wider.recordID)
    }

    func write(to json: inout JSONWriter) {
        json.member("task_id", ifKnown: taskID)
        json.member("record_id", ifKnown: recordID)
    }
}
