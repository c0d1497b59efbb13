/// Passes everything on, and knows how far the deployment is.
final class RecordingView: ProgressView {
    private(set) var progress: Progress
    private let view: any ProgressView

    init(_ view: any ProgressView, _ progress: Progress) {
        self.view = view
        self.progress = progress
    }

    func show(_ event: Event) {
        progress.take(event)
        view.show(event)
    }

    func tick() {
        view.tick()
    }

    func pause() {
        view.pause()
    }

    func end() {
        view.end()
    }
}
