import CPlatform
import CodeArtsDeployModel

/// A view with a line for each deployment that begins or ends, for pipes, files and terminals that cannot redraw.
final class PlainReleaseView: ReleaseView {
    private let stream: Stream
    private var known: [Int: String] = [:]

    init(_ progress: ReleaseProgress, to stream: Stream) {
        self.stream = stream
        super.init(progress)
    }

    override var showsWarnings: Bool { true }

    override func show(_ event: ReleaseEvent, of index: Int?, _ source: ProgressEvent) {
        if case .wave(let number, let of, let items) = event.kind {
            return say("wave \(number) of \(of): \(items) \(items == 1 ? "deployment" : "deployments")")
        }
        guard let index else {
            if let notice = source.notice { say(notice) }
            return
        }
        let item = progress.items[index]
        switch event.kind {
        case .state, .started:
            let words = "\(item.standing.isEmpty ? "started" : item.standing), record \(item.recordID ?? "unknown")"
            if known.updateValue(words, forKey: index) != words { say("\(item.name): \(words)") }
        case .item(_, let state, let message):
            say("\(item.name): \(state.label)\(message.map { ": \($0)" } ?? "")")
        default: if let notice = source.notice { say("\(item.name): \(notice)") }
        }
    }

    override func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) { say(standing) }

    override func drain() {
        super.drain()
        say("nothing new starts; what runs is followed to its end")
    }

    private func say(_ text: String) {
        let clock = Elapsed.clock(ms: Int(platform_unix_ms()) - progress.beganMS)
        stream.line("[\(clock)] \(Printable.line(text))")
    }
}
