import CPlatform
import Glibc
import CodeArtsDeployModel

/// A live view on a terminal, redrawn when something changes, but not more often than it can be read.
final class LiveReleaseView: ReleaseView {
    private static let frameMS = 100

    private let style: Style
    private var region = LiveRegion()
    private var drawnMS = 0
    private var drawnSize = (columns: 0, rows: 0)
    private var isOutdated = true
    private var notices: [String] = []

    init(_ progress: ReleaseProgress, _ terminal: Terminal) {
        style = Style(terminal: terminal)
        super.init(progress)
    }

    override var showsWarnings: Bool { true }

    override func show(_ event: ReleaseEvent, of index: Int?, _ source: ProgressEvent) {
        isOutdated = true
        // What is about one deployment is in its line.
        if index == nil, let notice = source.notice { notices.append(style.faint("  ! \(Printable.line(notice))")) }
        if Elapsed.now - drawnMS >= Self.frameMS { draw() }
    }

    override func tick() {
        // A blocked terminal gets no outdated frames.
        if Stream.out.isBehind { return }
        if BlockedSignals.takeResumed() { region.forget() }
        let size = style.terminal.size
        let isIdle = !isOutdated && Elapsed.now - drawnMS < 1000
        if isIdle, size.columns == drawnSize.columns, size.rows == drawnSize.rows { return }
        draw()
    }

    /// Not needed: its clock moves.
    override func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {}

    override func pause() { region.leave() }

    override func drain() {
        super.drain()
        draw()
    }

    override func end() {
        draw(isLast: true)
        region.leave()
    }

    private func draw(isLast: Bool = false) {
        drawnMS = Elapsed.now
        isOutdated = false
        defer { notices = [] }
        // In the background the screen belongs to another job: only lines that stay are written.
        guard isLast || Terminal.isForeground(STDOUT_FILENO) else {
            region.forget()
            for line in notices { Stream.out.line(line) }
            return
        }
        drawnSize = style.terminal.size
        let frame = ReleaseFrame(
            progress, style, columns: drawnSize.columns, rows: drawnSize.rows, now: Int(platform_unix_ms()))
        region.draw(frame.lines, above: notices, columns: drawnSize.columns)
    }
}
