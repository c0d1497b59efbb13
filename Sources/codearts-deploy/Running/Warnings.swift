import CodeArtsDeployModel

/// What this run was warned of: each of it is said once, however often and wherever the library repeats it.
final class Warnings {
    private var said: [String] = []

    /// Whether nobody has said this yet; from now on somebody has.
    func isNew(_ message: String) -> Bool {
        let key = Self.key(message)
        if said.contains(key) { return false }
        said.append(key)
        return true
    }

    func say(_ message: String) {
        guard isNew(message) else { return }
        Stream.error.line("codearts-deploy: \(Printable.line(message))")
    }

    /// Those of a result or of an error document.
    func say(in document: JSONValue) {
        let many = document["warnings"] ?? document["_meta"]?["warnings"]
        for message in many?.elements.compactMap({ $0.string }) ?? [] { say(message) }
        if many == nil, let message = document["_meta"]?["warning"]?.string { say(message) }
    }

    /// How far off the clock is comes out a little different each time.
    private static func key(_ message: String) -> String {
        message.contains(" clock ") ? message.filter { !$0.isNumber } : message
    }
}
