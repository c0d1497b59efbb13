import CodeArtsDeployModel

/// The request of deploy_many that a plan stands for.
struct PlanRequest {
    let plan: Plan
    /// What the command line adds, or puts in place of what the plan says.
    let given: [PlannedMember]

    init(_ plan: Plan, _ given: [PlannedMember] = []) {
        self.plan = plan
        self.given = given
    }

    /// - Parameter tasks: of the applications, in their order.
    func text(_ tasks: [String]) -> [UInt8] {
        object { json in
            for (application, task) in zip(plan.applications, tasks) {
                json.object {
                    $0.member("task_id", task)
                    write(application, to: &$0)
                }
            }
        }
    }

    /// The same for people, without secrets, and with names in place of tasks that are not known.
    var printed: [UInt8] {
        object { json in
            for application in plan.applications {
                json.object {
                    $0.member("app", ifKnown: application.app)
                    $0.member("task_id", ifKnown: application.taskID)
                    write(application, to: &$0, isMasked: true)
                }
            }
        }
    }

    /// The request of one deployment that only looks.
    func dryRun(_ application: PlannedApplication, _ task: String) -> [UInt8] {
        jsonObject { json in
            json.member("task_id", task)
            writeParameters(application, to: &json)
            for member in application.members where member.key != "wave" { member.write(to: &json) }
            json.member("dry_run", true)
        }
    }

    private func object(_ items: (inout JSONWriter) -> Void) -> [UInt8] {
        jsonObject { json in
            json.name("items")
            json.beginArray()
            items(&json)
            json.endArray()
            for setting in plan.settings where !given.contains(where: { $0.key == setting.key }) {
                setting.write(to: &json)
            }
            for setting in given { setting.write(to: &json) }
        }
    }

    private func write(_ application: PlannedApplication, to json: inout JSONWriter, isMasked: Bool = false) {
        json.member("name", application.name)
        let after = application.after.map(\.name).filter { !plan.left.contains($0) }
        if !after.isEmpty { json.texts("after", after) }
        writeParameters(application, to: &json, isMasked: isMasked)
        for member in application.members { member.write(to: &json) }
    }

    private func writeParameters(_ application: PlannedApplication, to json: inout JSONWriter, isMasked: Bool = false) {
        guard !application.parameters.isEmpty else { return }
        json.name("params")
        json.beginArray()
        for parameter in application.parameters { parameter.write(to: &json, isMasked: isMasked) }
        json.endArray()
    }
}
