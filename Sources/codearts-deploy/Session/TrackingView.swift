/// A view that passes everything on to another, and tracks the progress of the deployment.
final class TrackingView: ProgressView {
    private(set) var progress: DeploymentProgress
    private let view: any ProgressView
    private var unwritten: OutputFailureNotice

    /// - Parameter unwritten: printed when the view cannot be seen.
    init(_ view: any ProgressView, _ progress: DeploymentProgress, _ unwritten: OutputFailureNotice) {
        self.view = view
        self.progress = progress
        self.unwritten = unwritten
    }

    var showsWarnings: Bool { view.showsWarnings }

    func show(_ event: ProgressEvent) {
        progress.take(event)
        view.show(event)
        unwritten.check(progress)
    }

    func tick() {
        view.tick()
        unwritten.check(progress)
    }

    func beat(_ progress: DeploymentProgress?, _ elapsedMS: Int) {
        view.beat(self.progress, elapsedMS)
    }

    func pause() {
        view.pause()
    }

    func end() {
        view.end()
    }
}
