import ArgumentParser
import CodeArtsDeployModel

/// Arguments that name a deployment. With `--app` the only position is the record's.
struct RecordArguments: ParsableArguments {
    @Argument(
        help: "The deployment task, not the application: 32 letters and digits, or an alias of the configuration file.",
        completion: .taskAliases)
    var taskID: String?

    @Argument(help: "The deployment record, the id that a start returns; by default the newest.")
    var recordID: String?

    @OptionGroup var app: AppOption

    func validate() throws { _ = try task }

    var task: TaskName {
        get throws {
            if let name = app.name {
                guard recordID == nil else { throw ValidationError("A task and --app do not go together.") }
                return .app(name)
            }
            guard let taskID else { throw ValidationError("Missing expected argument '<task-id>'") }
            return .id(taskID)
        }
    }

    /// The record that was named; nil where the newest is meant.
    var record: String? { app.name == nil ? recordID : taskID }
}
