import CodeArtsDeploy
import CodeArtsDeployModel

/// Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
///
/// Ctrl-C ends the program and leaves the deployment running.
func deploy(_ arguments: [String]) {
    guard arguments.count == 2 else { usage("deploy TASK_ID VERSION") }
    do throws(DeployError) {
        let version = try DynamicConfigInfo(key: "version", value: arguments[1])
        let start = try StartDeployTaskRequest(taskID: arguments[0], body: EnvExecutionBody(params: [version]))
        let ended = try run(.deploy, try DeployRequest(start).json, show: show)
        say("deployed \(arguments[1]), record \(ended["record_id"]?.string ?? "")")
    } catch {
        giveUp(error)
    }
}

private func show(_ event: JSONValue) {
    func text(_ name: StaticString) -> String { event[name]?.string ?? "" }
    switch text("event") {
    case "state": say("state \(text("state"))")
    case "step": say("step \(text("name")): \(text("state"))")
    case "log": say(text("text"), terminator: "")
    default: break
    }
}
