import ArgumentParser
import CodeArtsDeployModel

/// What to start.
struct StartOptions: ParsableArguments {
    @Argument(help: "The deployment task, not the application: 32 letters and digits.")
    var taskID: String

    @OptionGroup(title: "Parameters") var parameters: ParameterOptions

    @Option(
        name: .customLong("record-id"),
        help: ArgumentHelp("Go back to what this record deployed.", valueName: "record"))
    var recordID: String?

    @Option(
        name: .customLong("trigger-source"),
        help: ArgumentHelp("0: any source may trigger the deployment; 1: only a pipeline.", valueName: "0|1"))
    var triggerSource: String?

    /// - Parameter params: the elements of the array.
    func write(_ params: [[UInt8]], to json: inout JSONWriter) {
        json.member("task_id", taskID)
        if !params.isEmpty {
            json.name("params")
            json.beginArray()
            for element in params { json.raw(element) }
            json.endArray()
        }
        json.member("record_id", ifKnown: recordID)
        json.member("trigger_source", ifKnown: triggerSource)
    }
}
