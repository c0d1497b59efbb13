import CodeArtsDeployModel

/// Prints the warnings of a run, each once, however often and wherever the library repeats it.
final class WarningPrinter {
    private var printed: [String] = []

    /// Whether it was not printed yet; from now on it counts as printed.
    func isNew(_ message: String) -> Bool {
        let key = Self.key(message)
        if printed.contains(key) { return false }
        printed.append(key)
        return true
    }

    func print(_ message: String) {
        guard isNew(message) else { return }
        Stream.error.line("codearts-deploy: \(Printable.line(message))")
    }

    /// Those of a result or of an error document.
    func print(in document: JSONValue) {
        let many = document["warnings"] ?? document["_meta"]?["warnings"]
        for message in many?.elements.compactMap({ $0.string }) ?? [] { print(message) }
        if many == nil, let message = document["_meta"]?["warning"]?.string { print(message) }
    }

    /// How far off the clock is comes out a little different each time.
    private static func key(_ message: String) -> String {
        message.contains(" clock ") ? message.filter { !$0.isNumber } : message
    }
}
