import CodeArtsDeployModel

/// The service's behaviour, which `POST /_emulator/settings` or options of the program change.
struct Behaviour {
    /// The life of a deployment, in milliseconds.
    var pendingMS: Int
    var stepMS: Int
    var steps: Int
    /// Whether an application takes one deployment at a time.
    var isBusyGuarded: Bool
    /// What a deployment is once it was stopped. The documents do not say.
    var stopState = RecordState.abort
    var statusShape = StatusShape.documented
    /// The parameters that the applications know; nil: any.
    var declared: [String]?
    var applications: Applications
    /// Tasks of applications that are not finished yet.
    var drafts: Set<String> = []
    /// Tasks of applications that nobody may deploy.
    var disabled: Set<String> = []
    /// The applications that the caller may not look at, and those that the caller may not deploy.
    var unseen = Denial.none
    var notExecutable = Denial.none
    /// Tasks that only a pipeline may start.
    var pipelineOnly: Set<String> = []
    /// How many lines a step writes to the log.
    var logLines = 3
    /// The longest part of a log that one reply has, in bytes.
    var logPart = 8192

    /// How far the service's clock is ahead of this machine's, in seconds.
    var clockOffsetS = 0
    /// nil: it takes any number of requests.
    var rate: RateRule?

    init(_ settings: Emulator.Settings) {
        pendingMS = settings.pendingMS
        stepMS = settings.stepMS
        steps = settings.steps
        isBusyGuarded = settings.isBusyGuarded
        applications = Applications(settings.applications)
        rate = settings.rateLimit.map { RateRule(limit: $0) }
    }
}

extension Behaviour {
    /// What the settings name changes; all else stays.
    mutating func change(_ json: JSONValue) throws(OrderError) {
        for member in json.members where !ControlIndex.settingNames.contains(member.name) {
            throw OrderError(message: "\(member.name) is no setting")
        }
        if let value = try json.duration("pending_ms") { pendingMS = value }
        if let value = try json.duration("step_ms") { stepMS = value }
        if let value = try json.number("steps", ifIn: Self.stepRange) { steps = value }
        if let value = try json.flag("busy") { isBusyGuarded = value }
        if let value = try json.word("stop_state", of: RecordState.self) { stopState = value }
        if let value = try json.word("status_shape", of: StatusShape.self) { statusShape = value }
        if json["declared"] != nil { declared = try json.strings("declared") }
        if let value = json["applications"] { applications = try Applications(value) }
        if let value = try json.strings("draft") { drafts = Set(value) }
        if let value = try json.strings("disabled") { disabled = Set(value) }
        if json["forbid_view"] != nil { unseen = try Denial(json, "forbid_view") }
        if json["forbid_execute"] != nil { notExecutable = try Denial(json, "forbid_execute") }
        if let value = try json.strings("pipeline_only") { pipelineOnly = Set(value) }
        if let value = try json.number("log_lines", ifIn: 0...10_000) { logLines = value }
        // Room for the longest character.
        if let value = try json.number("log_part", ifIn: 4...(1 << 24)) { logPart = value }
        if let value = try json.number("clock_offset_s", ifIn: -4_000_000_000...4_000_000_000) { clockOffsetS = value }
        if let value = json["rate_limit"] { rate = value.kind == .null ? nil : try RateRule(value) }
    }

    /// Step ids have four digits at their end, and what is shown at once should have an end.
    static let stepRange = 1...100
}
