internal import CodeArtsDeployModel

/// A dry run: whether a deployment could be started now, as far as the service tells without starting it.
struct DryRun {
    private struct Check {
        let name: StaticString
        /// What a failure of it amounts to.
        let status: Status
        let isOK: Bool
        let message: String
    }

    private let checks: [Check]

    /// - Parameters:
    ///   - params: of the request.
    ///   - minds: whether a parameter that the application does not mention is a reason not to start.
    init(_ details: TaskDetails, params: JSONValue?, mindsUndeclared minds: Bool) {
        let definition = details.definition ?? "unknown"
        let undeclared = minds ? details.undeclared(params) : []
        let execution = details.execution?.word ?? "unknown"
        let isRunning = execution == "running" || execution == "pending"
        checks = [
            Check(
                name: "available", status: .validation, isOK: definition == "Available",
                message: definition == "unknown"
                    ? "The service does not say whether the task can be deployed."
                    : "The task is \(definition); a Draft cannot be deployed."),
            Check(
                name: "enabled", status: .validation, isOK: !details.isDisabled,
                message: details.isDisabled ? "The application is disabled." : "The application is not disabled."),
            Check(
                name: "idle", status: .busy, isOK: !isRunning,
                message: "The state of the newest record is \(execution)."),
            Check(
                name: "parameters", status: .validation, isOK: undeclared.isEmpty,
                message: undeclared.isEmpty
                    ? "No parameter is known to be ignored." : details.remark(onUndeclared: undeclared)),
        ]
    }

    func result(_ context: FlowContext) -> Result<[UInt8], DeployError> {
        var json = JSONWriter(reserving: 512)
        if let failed = checks.first(where: { !$0.isOK }) {
            var error = DeployError(
                failed.status, "The dry run found a reason not to start: \(failed.message) Nothing was started.",
                outcome: .notSent)
            error.attempts = context.attempts
            write(to: &json)
            error.details = json.bytes
            return .failure(error)
        }
        json.object {
            $0.member("dry_run", true)
            write(to: &$0)
            $0.meta(context)
        }
        return .success(json.bytes)
    }

    private func write(to json: inout JSONWriter) {
        json.name("checks")
        json.beginArray()
        for check in checks {
            json.object {
                $0.member("name", check.name.text)
                $0.member("ok", check.isOK)
                $0.member("message", check.message)
            }
        }
        json.endArray()
    }
}
