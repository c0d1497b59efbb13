/// A line for each thing that happens: for pipes, files and terminals that cannot draw.
final class PlainView: ProgressView {
    private var progress: Progress
    private let showsLog: Bool
    private var lines = LogLines()

    init(_ progress: Progress, showsLog: Bool) {
        self.progress = progress
        self.showsLog = showsLog
    }

    func show(_ event: Event) {
        let known = progress.recordID
        progress.take(event)
        if let record = progress.recordID, record != known {
            say("\(progress.isRollback ? "going back: " : "")record \(record)")
        }
        switch event.kind {
        case .state(let state, _): say(state)
        case .step(_, let name, let state): say("\(name): \(state)")
        case .log(let text): if showsLog { for line in lines.add(text) { say("  | \(line)") } }
        default: if let notice = event.notice { say(notice) }
        }
    }

    func end() {
        for line in lines.rest() { say("  | \(line)") }
    }

    private func say(_ text: String) {
        Stream.out.line("[\(Elapsed.clock(ms: Elapsed.now - progress.beganMS))] \(Printable.line(text))")
    }
}
