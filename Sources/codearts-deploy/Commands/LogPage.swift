import CodeArtsDeployModel

/// A page of a log. What the offsets count is not documented: a page ends where the next begins.
struct LogPage {
    /// The size of a page, if offsets count bytes.
    private static let size: UInt64 = 1 << 20

    private var offset: UInt64 = 0
    private(set) var isLast = false

    func request(_ appID: String, _ recordID: String, stepID: String?) -> [UInt8] {
        jsonObject {
            $0.member("app_id", appID)
            $0.member("record_id", recordID)
            $0.member("offset", String(offset))
            $0.member("end_offset", String(offset &+ Self.size))
            $0.member("step_id", ifKnown: stepID)
        }
    }

    /// - Parameter result: the answer for this page.
    func next(_ result: JSONValue?) -> LogPage {
        var next = self
        let end = result?["end_offset"].flatMap { UInt64($0.plain) }
        let hasMoved = (end ?? 0) > offset
        next.offset = end ?? offset
        // While the deployment runs there is always more to come; and offsets that do not advance would never end.
        let isEmpty = result?["text"]?.stringBytes?.isEmpty ?? true
        next.isLast = isEmpty || !hasMoved || result?["has_more"]?.boolean != true
        return next
    }
}
