import CodeArtsDeployModel

/// A view of an operation while it runs.
protocol ProgressView: AnyObject {
    /// Whether it shows the warnings of the library itself.
    var showsWarnings: Bool { get }

    /// Whether it cannot show anything any more, and the operation runs only for it.
    var isUseless: Bool { get }

    func show(_ event: ProgressEvent)

    /// Called from time to time without an event.
    func tick()

    /// Called after a long silence.
    ///
    /// - Parameter progress: nil if no deployment is followed.
    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int)

    /// Leaves the screen as it is, so that something else can be written below.
    func pause()

    /// Called before the result is reported.
    func end()
}

extension ProgressView {
    var showsWarnings: Bool { false }
    var isUseless: Bool { false }

    func tick() {}

    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {
        let what = progress?.standing ?? "still waiting for the service"
        Stream.error.line("codearts-deploy: \(Printable.line(what)) after \(Elapsed.text(ms: elapsedMS))")
    }

    func pause() {}
    func end() {}
}

/// A view that shows nothing: the result says everything.
final class SilentView: ProgressView {
    func show(_ event: ProgressEvent) {}
}

/// A view for single calls: shows only why they take long.
final class NoticeView: ProgressView {
    func show(_ event: ProgressEvent) {
        // `WarningPrinter` prints warnings, once.
        if case .warning = event.kind { return }
        if let notice = event.notice { Stream.error.line("codearts-deploy: \(Printable.line(notice))") }
    }
}

/// A view that writes each event as it is, one a line.
final class EventLinesView: ProgressView {
    private let stream: Stream

    /// - Parameter stream: standard error if standard output is a document.
    init(to stream: Stream = .out) {
        self.stream = stream
    }

    func show(_ event: ProgressEvent) {
        stream.line(event.json)
    }

    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {
        stream.line(
            jsonObject {
                $0.member("event", "heartbeat")
                $0.timeOfEvent()
                $0.member("state", ifKnown: progress.flatMap { $0.state.isEmpty ? nil : $0.state })
                $0.member("record_id", ifKnown: progress?.recordID)
                $0.member("elapsed_ms", elapsedMS)
            })
    }
}

extension DeploymentProgress {
    /// The view for the requested style, as far as standard output supports it.
    func view(_ style: ProgressStyle, _ format: OutputFormat, showsLog: Bool) -> any ProgressView {
        switch (format, style) {
        case (_, .none), (.json, .auto): return SilentView()
        case (.jsonl, _): return EventLinesView()
        case (.json, .jsonl): return EventLinesView(to: .error)
        case (.text, .jsonl): return EventLinesView()
        case (.json, .plain), (.json, .live): return PlainView(self, showsLog: showsLog, to: .error)
        case (.text, .plain): return plain(showsLog)
        case (.text, .auto), (.text, .live):
            let terminal = Terminal(isRequested: style == .live)
            return terminal.isLive ? LiveView(self, terminal, showsLog: showsLog) : plain(showsLog)
        }
    }

    private func plain(_ showsLog: Bool) -> PlainView {
        PlainView(self, showsLog: showsLog, keepsColours: Terminal.takesColours)
    }
}
