import ArgumentParser
import CodeArtsDeployModel

/// The option that names a task by its application.
struct AppOption: ParsableArguments {
    @Option(
        name: .customLong("app"),
        help: ArgumentHelp("The application, by its full name or its id, in place of the task.", valueName: "name"))
    var name: String?
}

/// What the arguments name a task by.
enum TaskName {
    case id(String)
    /// Its application, by name or id.
    case app(String)
}

/// Arguments that name a task.
struct TaskArguments: ParsableArguments {
    @Argument(
        help: "The deployment task, not the application: 32 letters and digits, or an alias of the configuration file.",
        completion: .taskAliases)
    var taskID: String?

    @OptionGroup var app: AppOption

    func validate() throws { _ = try task }

    var task: TaskName {
        get throws {
            if let name = app.name {
                guard taskID == nil else { throw ValidationError("A task and --app do not go together.") }
                return .app(name)
            }
            guard let taskID else { throw ValidationError("Missing expected argument '<task-id>'") }
            return .id(taskID)
        }
    }
}
