/// How the service behaves until told otherwise: `POST /_emulator/settings`, or options of the program.
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
    /// Tasks of applications that are not finished yet.
    var drafts: Set<String> = []
    /// Tasks that only a pipeline may start.
    var pipelineOnly: Set<String> = []
    /// How many lines a step writes to the log.
    var logLines = 3
    /// The longest part of a log that one reply has, in bytes.
    var logPart = 8192

    /// How far the service's clock is ahead of this machine's, in seconds.
    var clockOffsetS = 0

    init(_ settings: Emulator.Settings) {
        pendingMS = settings.pendingMS
        stepMS = settings.stepMS
        steps = settings.steps
        isBusyGuarded = settings.isBusyGuarded
    }
}
