import ArgumentParser
import CodeArtsDeployModel

/// Arguments that name a deployment.
struct RecordArguments: ParsableArguments {
    @Argument(
        help: "The deployment task, not the application: 32 letters and digits, or an alias of the configuration file.",
        completion: .taskAliases)
    var taskID: String

    @Argument(help: "The deployment record, the id that a start returns.")
    var recordID: String

    func write(to json: inout JSONWriter) {
        json.member("task_id", taskID)
        json.member("record_id", recordID)
    }
}
