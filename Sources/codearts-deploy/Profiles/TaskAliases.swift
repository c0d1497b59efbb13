import ArgumentParser
import CodeArtsDeployModel

/// The task aliases of the user's configuration file.
struct TaskAliases {
    /// - Parameter profile: of `--profile`.
    static func taskID(_ name: String, _ profile: String?) throws(DeployError) -> String {
        // An id needs no file.
        if StringRule.id.faults(in: Array(name.utf8), path: "").isEmpty { return name }
        guard let file = try ConfigurationFile.current.get() else { return name }
        let aliases = try file.aliases(file.profile(profile))
        if let alias = aliases.first(where: { $0.name == name }) { return alias.taskID }
        guard !aliases.isEmpty else { return name }
        let known = aliases.map(\.name)
        let hint =
            Spelling.nearest(to: name, among: known).map { "Did you mean \($0)?" }
            ?? "It knows \(known.joined(separator: ", "))."
        throw DeployError(
            .invalidArgument,
            "\(Printable.line(name)) is neither the id of a task (32 letters and digits) nor an alias in \(file.path.text). \(hint) Nothing was sent."
        )
    }

    /// For the shell: of the profile that the words name.
    static func names(_ words: [String]) -> [String] {
        guard let file = try? ConfigurationFile.current.get() else { return [] }
        let option = RawArguments(words.map { Array($0.utf8) }).value(of: "--profile")
        return file.aliases(try? file.profile(option)).map(\.name)
    }
}

extension CompletionKind {
    static var taskAliases: CompletionKind { .custom { words, _, _ in TaskAliases.names(words) } }

    static var profiles: CompletionKind {
        .custom { _, _, _ in (try? ConfigurationFile.current.get())?.profileNames ?? [] }
    }
}
