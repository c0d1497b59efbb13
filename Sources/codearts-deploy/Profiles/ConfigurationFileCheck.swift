import CodeArtsDeploy
import CodeArtsDeployModel

/// A check of the user's configuration file: every fault of it, with its place, and the secrets that it holds.
struct ConfigurationFileCheck {
    private(set) var faults: [Violation] = []
    /// Their paths: `profiles.staging.token`.
    private(set) var secrets: [String] = []

    private static let shape = ObjectShape(
        name: "ConfigurationFile",
        fields: [
            Field("profile", .string(.anyText), "The profile to use by default."),
            Field("profiles", .any, "The profiles, by their names."),
            tasks,
        ])
    private static let profileShape = ObjectShape(name: "Profile", fields: Configuration.shape.fields + [tasks])
    private static let tasks = Field("tasks", .any, "The ids of tasks, by their aliases.")

    init(_ root: JSONValue) {
        check(root, is: Self.shape)
        checkTasks(root["tasks"])
        guard let profiles = root["profiles"] else { return }
        guard profiles.kind == .object else {
            add(.type, "This must be an object.", profiles)
            return
        }
        for profile in profiles.members {
            check(profile.value, is: Self.profileShape)
            checkTasks(profile.value["tasks"])
            collectSecrets(of: profile.value)
        }
    }

    /// A part is checked as a document of its own, and its faults moved to where it stands.
    private mutating func check(_ part: JSONValue, is shape: ObjectShape) {
        guard let document = try? JSONDocument(parsing: Array(part.raw)) else { return }
        var validation = Validation(of: document)
        validation.root(is: shape)
        let start = part.position
        for fault in validation.violations {
            let path = [part.path, fault.path].filter { !$0.isEmpty }.joined(separator: ".")
            let place = fault.position.map {
                TextPosition(
                    line: start.line + $0.line - 1, column: $0.line == 1 ? start.column + $0.column - 1 : $0.column)
            }
            add(fault.rule, fault.message, path, place ?? start)
        }
    }

    private mutating func checkTasks(_ tasks: JSONValue?) {
        guard let tasks else { return }
        guard tasks.kind == .object else { return add(.type, "This must be an object.", tasks) }
        for task in tasks.members {
            guard let id = task.value.stringBytes, StringRule.id.faults(in: Array(id), path: "").isEmpty else {
                add(.pattern, "This must be the id of a task: 32 letters and digits.", task.value)
                continue
            }
        }
    }

    private mutating func add(_ rule: Rule, _ message: String, _ value: JSONValue) {
        add(rule, message, value.path, value.position)
    }

    private mutating func add(_ rule: Rule, _ message: String, _ path: String, _ place: TextPosition) {
        faults.append(
            Violation(
                path: path, rule: rule, message: "\(message) (line \(place.line), column \(place.column))",
                position: place))
    }

    private mutating func collectSecrets(of profile: JSONValue) {
        for field in Configuration.shape.fields where field.holdsSecret {
            guard let value = profile[field.name] else { continue }
            // An address is one only with a password in it.
            if case .userInfo? = field.secret, !value.plain.contains("@") { continue }
            secrets.append(value.path)
        }
    }
}
