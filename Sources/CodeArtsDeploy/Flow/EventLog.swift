internal import CPlatform
internal import CodeArtsDeployModel

/// A reader of events: the operation whose run is logged.
protocol EventReader: AnyObject, Sendable {
    var id: UInt64 { get }
    /// Results that were not taken yet.
    var unreadResults: Int { get }
    func add(_ event: [UInt8], isResult: Bool)
}

/// An event log: writes down what a run does, for whoever waits for the operation, for the host's log, and on standard
/// error if configured.
final class EventLog: Sendable {
    /// nil: a blocking call, which has no queue of events.
    private let reader: (any EventReader)?
    /// Who asked for the end of each request, those of quiet parts too; nil: nobody.
    private let answerReader: (any EventReader)?
    private let isLogged: Bool
    /// Tells apart what is logged of many calls at once: an operation's id, else a number that no operation has.
    private let call: UInt64

    init(
        _ reader: (any EventReader)?, isLogged: Bool, call: UInt64? = nil,
        answersTo answerReader: (any EventReader)? = nil
    ) {
        self.reader = reader
        self.answerReader = answerReader
        self.isLogged = isLogged
        self.call = call ?? reader?.id ?? RunningOperation.nextID()
    }

    /// Whether a run is written down although nobody reads its events.
    static func isNeeded(isLogged: Bool) -> Bool { isLogged || platform_log_has_callback() }

    /// - Parameters:
    ///   - members: of the event, without its name, its time and what it is about.
    ///   - isResult: whether it must not be dropped.
    func note(
        _ event: StaticString, about subject: EventSubject, isResult: Bool = false,
        _ members: (inout JSONWriter) -> Void
    ) {
        var json = opened(event)
        members(&json)
        close(&json, subject, to: reader, isResult)
    }

    /// Whether anybody wants to know how each request ended.
    var reportsAnswers: Bool { answerReader != nil || Self.isNeeded(isLogged: isLogged) }

    /// A request has ended.
    func answer(about subject: EventSubject, _ members: (inout JSONWriter) -> Void) {
        var json = opened("answer")
        members(&json)
        close(&json, subject, to: answerReader, false)
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
    private func close(
        _ json: inout JSONWriter, _ subject: EventSubject, to reader: (any EventReader)?, _ isResult: Bool
    ) {
        subject.write(to: &json)
        json.endObject()
        reader?.add(json.bytes, isResult: isResult)
        log(json.bytes)
    }

    func warn(_ message: String, about subject: EventSubject) {
        note("warning", about: subject) { $0.member("message", message) }
    }

    /// For the parts of a batch: their events would drown those of the whole.
    var withoutReader: EventLog? {
        guard reportsAnswers else { return nil }
        return EventLog(nil, isLogged: isLogged, call: call, answersTo: answerReader)
    }

    /// Whether the reader of results keeps up.
    var hasRoomForResults: Bool { reader.map { $0.unreadResults < Batch.maxUnread } ?? true }

    /// One item of a batch has ended.
    func result(_ event: [UInt8]) {
        reader?.add(event, isResult: true)
        log(event)
    }

    private func log(_ event: [UInt8]) {
        if isLogged {
            let line = Array("codearts-deploy \(Int(call)): ".utf8) + event + [UInt8(ascii: "\n")]
            line.withUnsafeBytes { platform_log($0.baseAddress, $0.count) }
        }
        if platform_log_has_callback() { logToHost(event) }
    }

    private func logToHost(_ event: [UInt8]) {
        let line = Array("{\"call\":\(Int(call)),".utf8) + event.dropFirst() + [0]
        line.withUnsafeBytes { text in
            platform_log_call(text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count - 1)
        }
    }
}

extension JSONWriter {
    /// When an event happened, by this machine's clock.
    mutating func timeOfEvent() {
        member("time", RFC3339.text(unixMS: platform_unix_ms()))
    }
}
