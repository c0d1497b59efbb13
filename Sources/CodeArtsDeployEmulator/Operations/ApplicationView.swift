import CodeArtsDeployModel

/// The documents that describe an application, in the four forms in which operations give them.
struct ApplicationView {
    let application: Applications.Application
    let account: Account
    let isDisabled: Bool
    let isDraft: Bool
    let canView: Bool
    let canExecute: Bool
    let newest: DeploymentRecord?
    let steps: Int
    let declared: [String]
    let now: Timestamp

    /// The state of one without a record.
    static let neverExecuted = "not_executed"

    init(_ application: Applications.Application, state: ServiceState) {
        self.application = application
        account = state.account
        let behaviour = state.behaviour
        isDisabled = behaviour.disabled.contains(application.taskID)
        isDraft = behaviour.drafts.contains(application.taskID)
        canView = !behaviour.unseen.covers(application.taskID)
        canExecute = !isDisabled && !isDraft && !behaviour.notExecutable.covers(application.taskID)
        newest = state.visibleRecord(nil, ofTask: application.taskID)
        steps = behaviour.steps
        declared = behaviour.declared ?? []
        now = state.now
    }

    /// AppExecutionInfo
    func writeExecution(to json: inout JSONWriter) {
        json.member("id", application.appID)
        writeCommon(to: &json)
        json.member("can_create_env", true)
        json.member("create_user_id", account.user.id)
        json.member("create_tenant_id", account.user.domainID)
        writeNewest(to: &json)
        json.member("end_time", ifKnown: newest?.end(at: now)?.beijing)
        json.member("arrange_infos", each: [application.taskID]) { json, id in
            json.object { json in
                json.member("id", id)
                json.member("state", definitionState)
                json.member("deploy_system", "deployTemplate")
            }
        }
    }

    /// AppDetailInfo
    func writeDetail(to json: inout JSONWriter) {
        json.member("id", application.appID)
        writeCommon(to: &json)
        json.member("region", account.identityProjects.first?.name ?? "")
        json.member("description", "")
        json.member("create_type", "template")
        json.member("can_create_env", true)
        json.member("create_user_id", account.user.id)
        json.member("create_tenant_id", account.user.domainID)
        json.member("permission_level", "instance")
        json.member("arrange_infos", each: [application]) { json, _ in
            json.object { json in
                json.member("id", application.taskID)
                json.member("app_id", application.appID)
                json.member("state", definitionState)
                writeCommon(to: &json)
                json.member("release_id", newest?.releaseID ?? 0)
                writeSteps(to: &json)
            }
        }
    }

    /// TaskInfo
    func writeTask(to json: inout JSONWriter) {
        json.member("task_id", application.taskID)
        json.member("id", application.taskID)
        json.member("app_id", application.appID)
        json.member("state", definitionState)
        writeCommon(to: &json)
        json.member("description", "")
        json.member("owner", account.user.name)
        json.member("owner_id", account.user.id)
        json.member("tenant_id", account.user.domainID)
        json.member("tenant_name", account.user.domainName)
        json.member("role_id", 0)
        writeNewest(to: &json)
        writeSteps(to: &json)
    }

    private var definitionState: String { isDraft ? "Draft" : "Available" }

    private func writeCommon(to json: inout JSONWriter) {
        json.member("name", application.name)
        json.member("project_id", account.projectID)
        json.member("project_name", account.projectName)
        json.member("deploy_system", "deployTemplate")
        json.member("is_disable", isDisabled)
        json.member("is_care", false)
        json.member("can_execute", canExecute)
        json.member("can_view", canView)
        for right: StaticString in ["can_modify", "can_delete", "can_copy", "can_manage", "can_disable"] {
            json.member(right, true)
        }
        json.member("create_time", "2026-01-05 09:00:00")
        json.member("update_time", "2026-01-05 09:00:00")
    }

    private func writeNewest(to json: inout JSONWriter) {
        json.member("execution_state", newest?.state(at: now).rawValue ?? ApplicationView.neverExecuted)
        guard let newest else { return }
        json.member("execution_time", newest.begin.beijing)
        json.member("duration", Timestamp.duration(microseconds: newest.duration(at: now)))
        json.member("release_id", newest.releaseID)
        json.member("executor_id", account.user.id)
        json.member("executor_nick_name", account.user.name)
    }

    /// The first step names the parameters that the application declares.
    private func writeSteps(to json: inout JSONWriter) {
        json.name("steps")
        json.object { json in
            for step in 1...steps {
                json.member(named: "step\(step)") { json in
                    json.object { json in
                        json.member("id", StepName.id(step, of: application.appID))
                        json.member("name", StepName.of(step))
                        json.member("enable", true)
                        json.name("params")
                        json.object { json in
                            for key in step == 1 ? declared : [] {
                                json.member(named: key) { $0.string("${\(key)}") }
                            }
                        }
                    }
                }
            }
        }
    }
}
