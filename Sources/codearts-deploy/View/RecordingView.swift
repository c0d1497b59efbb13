/// Passes everything on, and knows how far the deployment is.
final class RecordingView: ProgressView {
    private(set) var progress: Progress
    private let view: any ProgressView
    private var unwritten: UnwrittenOutput

    /// - Parameter unwritten: who says it when the view is not seen by anybody.
    init(_ view: any ProgressView, _ progress: Progress, _ unwritten: UnwrittenOutput) {
        self.view = view
        self.progress = progress
        self.unwritten = unwritten
    }

    var showsWarnings: Bool { view.showsWarnings }

    func show(_ event: Event) {
        progress.take(event)
        view.show(event)
        unwritten.look(progress)
    }

    func tick() {
        view.tick()
        unwritten.look(progress)
    }

    func beat(_ progress: Progress?, _ elapsedMS: Int) {
        view.beat(self.progress, elapsedMS)
    }

    func pause() {
        view.pause()
    }

    func end() {
        view.end()
    }
}
