/// A view that writes the record's id to standard output as soon as there is one, and nothing else there. Notices go to
/// standard error.
final class QuietView: ProgressView {
    private var isNamed = false
    private let notices = NoticeView()

    func show(_ event: ProgressEvent) {
        switch event.kind {
        case .started(let recordID): name(recordID)
        case .state(_, let recordID): name(recordID)
        default: notices.show(event)
        }
    }

    /// The first record: a rollback has another.
    func name(_ recordID: String?) {
        guard let recordID, !isNamed else { return }
        isNamed = true
        Stream.out.result(Printable.line(recordID))
    }
}
