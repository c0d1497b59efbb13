/// A line for each thing that happens: for pipes, files and terminals that cannot draw.
final class PlainView: ProgressView {
    private var progress: Progress
    private let showsLog: Bool
    private let stream: Stream
    private var lines: LogLines

    /// - Parameter stream: standard error where standard output is a document.
    init(_ progress: Progress, showsLog: Bool, to stream: Stream = .out, keepsColours: Bool = false) {
        self.progress = progress
        self.showsLog = showsLog
        self.stream = stream
        lines = LogLines(keepsColours: keepsColours)
    }

    var showsWarnings: Bool { true }

    func show(_ event: Event) {
        let known = progress.recordID
        progress.take(event)
        if let record = progress.recordID, record != known {
            say("\(progress.isRollback ? "going back: " : "")record \(record)")
        }
        switch event.kind {
        case .state(let state, _): say(state)
        case .step(_, let name, let state): say("\(name): \(state)")
        case .log(let text): if showsLog { show(lines.add(text)) }
        default: if let notice = event.notice { say(notice) }
        }
    }

    func beat(_ progress: Progress?, _ elapsedMS: Int) {
        say("still \(self.progress.standing)")
    }

    func end() {
        show(lines.rest())
    }

    private func show(_ lines: [String]) {
        for line in lines { stream.line("\(clock)   | \(line)") }
    }

    private func say(_ text: String) {
        stream.line("\(clock) \(Printable.line(text))")
    }

    private var clock: String { "[\(Elapsed.clock(ms: Elapsed.now - progress.beganMS))]" }
}
