/// Names the record as soon as there is one, on standard output and alone there. What else there is to be said goes to
/// standard error.
final class QuietView: ProgressView {
    private var isNamed = false
    private let notices = NoticeView()

    func show(_ event: Event) {
        switch event.kind {
        case .started(let recordID), .state(_, let recordID): name(recordID)
        default: notices.show(event)
        }
    }

    /// The first record: what goes back to an earlier one has another.
    func name(_ recordID: String?) {
        guard let recordID, !isNamed else { return }
        isNamed = true
        Stream.out.result(Printable.line(recordID))
    }
}
