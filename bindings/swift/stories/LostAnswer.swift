import CodeArtsDeploy
import CodeArtsDeployModel

/// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION
func lostAnswer(_ arguments: [String]) {
    guard arguments.count == 2 else { usage("lost_answer TASK_ID VERSION") }
    do throws(DeployError) {
        let version = try DynamicConfigInfo(key: "version", value: arguments[1])
        let start = try StartDeployTaskRequest(taskID: arguments[0], body: EnvExecutionBody(params: [version]))
        let ended = try client().deploy(DeployRequest(start, options: WatchOptions(intervalMS: 1000)))
        say("\(ended.isAdopted ? "found" : "deployed") \(ended.recordID)")
    } catch {
        let document = try? JSONDocument(parsing: error.document).root
        for record in document?["candidates"]?.elements.compactMap(\.string) ?? [] { complain("candidate \(record)") }
        giveUp(error)
    }
}
