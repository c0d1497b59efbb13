import ArgumentParser
import CodeArtsDeployModel

/// Arguments and options of a start.
struct StartOptions: ParsableArguments {
    @OptionGroup var task: TaskArguments

    @OptionGroup(title: "Parameters") var parameters: ParameterOptions

    @Option(
        name: .customLong("record-id"),
        help: ArgumentHelp("Go back to what this record deployed.", valueName: "record"))
    var recordID: String?

    @Option(
        name: .customLong("trigger-source"),
        help: ArgumentHelp("0: any source may trigger the deployment; 1: only a pipeline.", valueName: "0|1"))
    var triggerSource: String?

    /// The whole request. Faults of its parameters name the options that gave them.
    ///
    /// - Parameters:
    ///   - session: knows the task; its signals interrupt a prompt.
    ///   - others: members in addition to those of a start.
    func request(
        _ operation: Operation, _ session: Session, others: (inout JSONWriter) -> Void = { _ in }
    ) throws -> [UInt8] {
        let list = try parameters.list(session.signals)
        let text = jsonObject { json in
            json.member("task_id", session.taskID)
            write(list.elements, to: &json)
            others(&json)
        }
        do throws(DeployError) {
            _ = try PreparedRequest(operation, text)
        } catch  where error.violations.contains(where: { $0.path.hasPrefix("params[") }) {
            throw list.named(error)
        } catch {
            // The operation reports other faults.
        }
        return text
    }

    private func write(_ params: [[UInt8]], to json: inout JSONWriter) {
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
