/// A deployment on a terminal, drawn again whenever something changes; what has scrolled by stays.
final class LiveView: ProgressView {
    private var progress: Progress
    private let style: Style
    private let showsLog: Bool
    private var region = LiveRegion()
    private var lines = LogLines()

    init(_ progress: Progress, _ terminal: Terminal, showsLog: Bool) {
        self.progress = progress
        self.showsLog = showsLog
        style = Style(terminal: terminal)
    }

    func show(_ event: Event) {
        let known = progress.recordID
        progress.take(event)
        // What failed stays on the screen, over the deployment that goes back.
        if known != nil, progress.recordID != known { region.leave() }
        var above: [String] = []
        if case .log(let text) = event.kind, showsLog { above = lines.add(text).map { "  | \($0)" } }
        if let notice = event.notice { above = ["  ! \(Printable.line(notice))"] }
        draw(above)
    }

    func tick() {
        draw()
    }

    func pause() {
        region.leave()
    }

    func end() {
        draw(lines.rest().map { "  | \($0)" })
        region.leave()
    }

    private func draw(_ above: [String] = []) {
        let size = style.terminal.size
        let frame = Frame(progress, style, columns: size.columns, rows: size.rows, now: Elapsed.now)
        region.draw(frame.lines, above: above.map { style.faint($0) }, columns: size.columns)
    }
}
