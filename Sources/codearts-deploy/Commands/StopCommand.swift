import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy stop`
struct StopCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stop a deployment that runs.")

    @OptionGroup var record: RecordArguments
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func work() throws {
        let session = try Session(connection, output, taskID: record.taskID)
        try session.conclude(
            .stopDeployTaskRecord, jsonObject { record.write(to: &$0) }, on: record.recordID
        ) { _ in
            [
                "The deployment \(record.recordID) is being stopped.",
                session.next.watch(record.taskID, record.recordID),
            ]
        }
    }
}
