import Glibc

/// A live view on a terminal, redrawn when something changes, and once a second for its clock. The log scrolls above it.
final class LiveView: ProgressView {
    private var progress: DeploymentProgress
    private let style: Style
    private let showsLog: Bool
    private var region = LiveRegion()
    private var lines: LineSplitter
    private var drawnSecond = -1
    private var drawnColumns = 0

    init(_ progress: DeploymentProgress, _ terminal: Terminal, showsLog: Bool) {
        self.progress = progress
        self.showsLog = showsLog
        style = Style(terminal: terminal)
        lines = LineSplitter(keepsColours: terminal.hasColour)
    }

    var showsWarnings: Bool { true }

    func show(_ event: ProgressEvent) {
        let known = progress.recordID
        progress.take(event)
        // The failed deployment stays on the screen, above the one that goes back.
        if known != nil, progress.recordID != known { region.leave() }
        var above: [String] = []
        if case .log(let text) = event.kind, showsLog { above = logged(lines.add(text.utf8)) }
        if let notice = event.notice { above = [style.faint("  ! \(Printable.line(notice))")] }
        draw(above)
    }

    func tick() {
        // A blocked terminal gets no outdated frames.
        if Stream.out.isBehind { return }
        if BlockedSignals.takeResumed() {
            region.forget()
        } else if second == drawnSecond, style.terminal.size.columns == drawnColumns {
            return
        }
        draw()
    }

    /// Not needed: its clock moves.
    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {}

    func pause() {
        region.leave()
    }

    func end() {
        draw(logged(lines.rest()), isLast: true)
        region.leave()
    }

    private var second: Int { (Elapsed.now - progress.beganMS) / 1000 }

    private func logged(_ lines: [String]) -> [String] {
        lines.map { $0.contains("\u{1B}") ? style.faint("  | ") + $0 : style.faint("  | \($0)") }
    }

    private func draw(_ above: [String] = [], isLast: Bool = false) {
        drawnSecond = second
        // In the background the screen belongs to another job: only lines that stay are written.
        guard isLast || Terminal.isForeground(STDOUT_FILENO) else {
            region.forget()
            for line in above { Stream.out.line(line) }
            return
        }
        let size = style.terminal.size
        drawnColumns = size.columns
        let frame = Frame(progress, style, columns: size.columns, rows: size.rows, now: Elapsed.now)
        region.draw(frame.lines, above: above, columns: size.columns)
    }
}
