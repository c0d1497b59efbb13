import CodeArtsDeployModel

extension Behaviour {
    /// What the settings name changes; all else stays.
    mutating func change(_ json: JSONValue) throws(OrderError) {
        for member in json.members where !Self.names.contains(where: { member.isNamed($0) }) {
            throw OrderError(message: "\(member.name) is no setting")
        }
        if let value = try json.duration("pending_ms") { pendingMS = value }
        if let value = try json.duration("step_ms") { stepMS = value }
        if let value = try json.number("steps", ifIn: Self.stepRange) { steps = value }
        if let value = try json.flag("busy") { isBusyGuarded = value }
        if let value = try json.word("stop_state", of: RecordState.self) { stopState = value }
        if let value = try json.word("status_shape", of: StatusShape.self) { statusShape = value }
        if json["declared"] != nil { declared = try json.strings("declared") }
        if let value = try json.strings("draft") { drafts = Set(value) }
        if let value = try json.strings("pipeline_only") { pipelineOnly = Set(value) }
        if let value = try json.number("log_lines", ifIn: 0...10_000) { logLines = value }
        // Room for the longest character.
        if let value = try json.number("log_part", ifIn: 4...(1 << 24)) { logPart = value }
        if let value = try json.number("clock_offset_s", ifIn: -4_000_000_000...4_000_000_000) { clockOffsetS = value }
    }

    /// Step ids have four digits at their end, and what is shown at once should have an end.
    static let stepRange = 1...100

    private static let names: [StaticString] = [
        "pending_ms", "step_ms", "steps", "busy", "stop_state", "status_shape", "declared", "draft", "log_lines",
        "log_part", "clock_offset_s", "pipeline_only",
    ]
}
