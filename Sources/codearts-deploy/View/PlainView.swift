/// A view with a line for each event, for pipes, files and terminals that cannot redraw.
final class PlainView: ProgressView {
    private var progress: DeploymentProgress
    private let showsLog: Bool
    private let stream: Stream
    private var lines: LineSplitter

    /// - Parameter stream: standard error if standard output is a document.
    init(_ progress: DeploymentProgress, showsLog: Bool, to stream: Stream = .out, keepsColours: Bool = false) {
        self.progress = progress
        self.showsLog = showsLog
        self.stream = stream
        lines = LineSplitter(keepsColours: keepsColours)
    }

    var showsWarnings: Bool { true }

    func show(_ event: ProgressEvent) {
        let known = progress.recordID
        progress.take(event)
        if let record = progress.recordID, record != known {
            say("\(progress.isRollback ? "going back: " : "")record \(record)")
        }
        switch event.kind {
        case .state(let state, _): say(progress.reached(state))
        case .step(let step): say("\(step.label): \(step.state?.word ?? "")")
        case .log(let text): if showsLog { show(lines.add(text.utf8)) }
        default: if let notice = event.notice { say(notice) }
        }
    }

    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {
        say(self.progress.standing)
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
