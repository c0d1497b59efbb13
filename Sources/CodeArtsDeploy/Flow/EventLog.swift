internal import CPlatform
internal import CodeArtsDeployModel

/// A reader of events: the operation whose run is logged.
protocol EventReader: AnyObject, Sendable {
    var id: UInt64 { get }
    /// Results that were not taken yet.
    var unreadResults: Int { get }
    func add(_ event: [UInt8], isResult: Bool)
}

/// An event log: writes down what a run does, for whoever waits for the operation, and on standard error if configured.
final class EventLog: Sendable {
    /// nil: a blocking call, which has no queue of events.
    private let reader: (any EventReader)?
    private let isLogged: Bool

    init(_ reader: (any EventReader)?, isLogged: Bool) {
        self.reader = reader
        self.isLogged = isLogged
    }

    /// - Parameters:
    ///   - members: of the event, without its name, its time and what it is about.
    ///   - isResult: whether it must not be dropped.
    func note(
        _ event: StaticString, about subject: EventSubject, isResult: Bool = false,
        _ members: (inout JSONWriter) -> Void
    ) {
        var json = opened(event)
        members(&json)
        close(&json, subject, isResult)
    }

    @inline(never)
    private func opened(_ event: StaticString) -> JSONWriter {
        var json = JSONWriter(reserving: 128)
        json.beginObject()
        json.member("event", event.text)
        json.timeOfEvent()
        return json
    }

    @inline(never)
    private func close(_ json: inout JSONWriter, _ subject: EventSubject, _ isResult: Bool) {
        subject.write(to: &json)
        json.endObject()
        reader?.add(json.bytes, isResult: isResult)
        if isLogged { log(json.bytes) }
    }

    func warn(_ message: String, about subject: EventSubject) {
        note("warning", about: subject) { $0.member("message", message) }
    }

    /// For the parts of a batch: their events would drown those of the whole.
    var withoutReader: EventLog? { isLogged ? EventLog(nil, isLogged: true) : nil }

    /// Whether the reader of results keeps up.
    var hasRoomForResults: Bool { reader.map { $0.unreadResults < Batch.maxUnread } ?? true }

    /// One item of a batch has ended.
    func result(_ event: [UInt8]) {
        reader?.add(event, isResult: true)
        if isLogged { log(event) }
    }

    private func log(_ event: [UInt8]) {
        let line = Array("codearts-deploy \(Int(reader?.id ?? 0)): ".utf8) + event + [UInt8(ascii: "\n")]
        line.withUnsafeBytes { platform_log($0.baseAddress, $0.count) }
    }
}

extension JSONWriter {
    /// When an event happened, by this machine's clock.
    mutating func timeOfEvent() {
        member("time", RFC3339.text(unixMS: platform_unix_ms()))
    }
}
