/// Passes everything on, and remembers which record it was about.
final class RecordingView: ProgressView {
    private(set) var recordID: String?
    private let view: any ProgressView

    init(_ view: any ProgressView, recordID: String?) {
        self.view = view
        self.recordID = recordID
    }

    func show(_ event: Event) {
        if case .state(_, let id?) = event.kind { recordID = id }
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
