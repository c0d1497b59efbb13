import ArgumentParser
import CodeArtsDeployModel

/// `codearts-deploy doctor`
struct DoctorCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say which configuration and credential would be used, and whether the service accepts them.",
        discussion: "Sends one request that changes nothing. Secrets are never shown.")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func work() throws {
        let diagnosis = try Diagnosis(connection, BlockedSignals())
        switch output.output {
        case .text:
            for check in diagnosis.checks {
                let name = check.name.text == check.level.rawValue ? "" : check.name.text
                Stream.out.line(CheckLine.text(check.level.rawValue, name, check.message))
            }
        case .json:
            Stream.out.line(
                jsonObject { json in
                    json.name("checks")
                    json.beginArray()
                    for check in diagnosis.checks { json.raw(check.json) }
                    json.endArray()
                })
        case .jsonl: for check in diagnosis.checks { Stream.out.line(check.json) }
        }
        if let fault = diagnosis.fault { throw ExitStatus(fault).code }
    }
}

extension Diagnosis.Check {
    fileprivate var json: [UInt8] {
        jsonObject {
            $0.member("name", name.text)
            $0.name("ok")
            $0.boolean(level == .ok)
            $0.member("level", level.rawValue)
            $0.member("message", message)
        }
    }
}
