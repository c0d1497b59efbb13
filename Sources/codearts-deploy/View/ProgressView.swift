/// Shows what an operation does while it runs.
protocol ProgressView: AnyObject {
    func show(_ event: Event)

    /// Time has passed and nothing happened.
    func tick()

    /// Leaves the screen as it stands, so that something else can be written under it.
    func pause()

    /// The last look before the result is told.
    func end()
}

extension ProgressView {
    func tick() {}
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
        if let notice = event.notice { Stream.error.line("codearts-deploy: \(Printable.line(notice))") }
    }
}

/// Each event as it is, on a line of its own.
final class EventLinesView: ProgressView {
    func show(_ event: Event) {
        Stream.out.line(event.json)
    }
}
