/// Keeps what the library warns of.
final class WarningsView: ProgressView {
    private(set) var warnings: [String] = []
    var showsWarnings: Bool { true }

    func show(_ event: Event) {
        if case .warning(let message) = event.kind { warnings.append(message) }
    }
}
