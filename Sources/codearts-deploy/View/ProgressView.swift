import CodeArtsDeployModel

/// Shows what an operation does while it runs.
protocol ProgressView: AnyObject {
    /// Whether it says what the library warns of, so that nobody else has to.
    var showsWarnings: Bool { get }

    /// Whether it cannot show anything any more, and what runs does so for it alone.
    var isUseless: Bool { get }

    func show(_ event: Event)

    /// Time has passed and nothing happened.
    func tick()

    /// Nothing has been said for so long that somebody may take it for dead.
    ///
    /// - Parameter progress: nil where no deployment is followed.
    func beat(_ progress: Progress?, _ elapsedMS: Int)

    /// Leaves the screen as it stands, so that something else can be written under it.
    func pause()

    /// The last look before the result is told.
    func end()
}

extension ProgressView {
    var showsWarnings: Bool { false }
    var isUseless: Bool { false }

    func tick() {}

    func beat(_ progress: Progress?, _ elapsedMS: Int) {
        let what = progress.map { "still \($0.standing)" } ?? "still waiting for the service"
        Stream.error.line("codearts-deploy: \(Printable.line(what)) after \(Elapsed.text(ms: elapsedMS))")
    }

    func pause() {}
    func end() {}
}

/// Shows nothing: the result tells everything.
final class SilentView: ProgressView {
    func show(_ event: Event) {}
}

/// For single calls: says only why they take their time.
final class NoticeView: ProgressView {
    func show(_ event: Event) {
        // Warnings are said where all of them are, once.
        if case .warning = event.kind { return }
        if let notice = event.notice { Stream.error.line("codearts-deploy: \(Printable.line(notice))") }
    }
}

/// Each event as it is, on a line of its own.
final class EventLinesView: ProgressView {
    func show(_ event: Event) {
        Stream.out.line(event.json)
    }

    func beat(_ progress: Progress?, _ elapsedMS: Int) {
        Stream.out.line(
            request {
                $0.member("event", "heartbeat")
                $0.timeOfEvent()
                $0.member("state", ifKnown: progress.flatMap { $0.state.isEmpty ? nil : $0.state })
                $0.member("record_id", ifKnown: progress?.recordID)
                $0.member("elapsed_ms", elapsedMS)
            })
    }
}
