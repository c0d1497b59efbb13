import CodeArtsDeployModel

/// A view of a release, which knows how far it is. Each kind of view shows that in its own way.
class ReleaseView: ProgressView {
    fileprivate(set) var progress: ReleaseProgress

    init(_ progress: ReleaseProgress) {
        self.progress = progress
    }

    var showsWarnings: Bool { false }

    /// What the view shows of an event; the progress has it already.
    func show(_ event: ReleaseEvent, of index: Int?, _ source: ProgressEvent) {}

    final func show(_ event: ProgressEvent) {
        let read = ReleaseEvent(event)
        let index = progress.take(read)
        show(read, of: index, event)
    }

    /// From now on nothing new starts.
    func drain() { progress.drain() }

    func tick() {}
    func pause() {}
    func end() {}

    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {
        Stream.error.line("codearts-deploy: \(standing) after \(Elapsed.text(ms: elapsedMS))")
    }

    var standing: String {
        "still \(progress.running) running, \(progress.waiting) waiting, \(progress.items.count { $0.end != nil }) ended"
    }
}

/// A view that writes each event as it is, one a line.
final class EventLinesReleaseView: ReleaseView {
    private let lines: EventLinesView

    init(_ progress: ReleaseProgress, to stream: Stream) {
        lines = EventLinesView(to: stream)
        super.init(progress)
    }

    override func show(_ event: ReleaseEvent, of index: Int?, _ source: ProgressEvent) { lines.show(source) }

    override func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) { lines.beat(nil, elapsedMS) }
}

extension ReleaseProgress {
    /// The view for the requested style, as far as standard output supports it.
    func view(_ style: ProgressStyle, _ format: OutputFormat) -> ReleaseView {
        let stream: Stream = format == .json ? .error : .out
        switch (format, style) {
        case (.jsonl, _) where style != .none, (_, .jsonl): return EventLinesReleaseView(self, to: stream)
        case (_, .none), (.json, .auto): return ReleaseView(self)
        case (.json, .plain), (.json, .live), (.text, .plain), (.jsonl, _):
            return PlainReleaseView(self, to: stream)
        case (.text, .auto), (.text, .live):
            let terminal = Terminal(isRequested: style == .live)
            if terminal.isLive { return LiveReleaseView(self, terminal) }
            return PlainReleaseView(self, to: stream)
        }
    }
}
