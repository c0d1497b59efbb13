import CodeArtsDeployModel

/// A part of a log that is read piece by piece. What the offsets count is not documented: a part ends where the next
/// begins.
struct LogPart {
    /// How much one part may hold, if offsets count bytes.
    private static let size: UInt64 = 1 << 20

    private var offset: UInt64 = 0
    private(set) var isLast = false

    func request(_ appID: String, _ recordID: String, stepID: String?) -> [UInt8] {
        codearts_deploy.request {
            $0.member("app_id", appID)
            $0.member("record_id", recordID)
            $0.member("offset", String(offset))
            $0.member("end_offset", String(offset &+ Self.size))
            $0.member("step_id", ifKnown: stepID)
        }
    }

    /// - Parameter result: what the service answered for this part.
    func next(_ result: JSONValue?) -> LogPart {
        var next = self
        let end = result?["end_offset"].flatMap { UInt64($0.plain) }
        let hasMoved = (end ?? 0) > offset
        next.offset = end ?? offset
        // While the deployment runs there is always more, some time; and what does not move on never ends.
        let isEmpty = result?["text"]?.stringBytes?.isEmpty ?? true
        next.isLast = isEmpty || !hasMoved || result?["has_more"]?.boolean != true
        return next
    }
}
