import CodeArtsDeploy
import CodeArtsDeployModel

/// Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID...
func many(_ arguments: [String]) {
    guard !arguments.isEmpty else { usage("many TASK_ID...") }
    var request = JSONWriter()
    request.beginObject()
    request.name("items")
    request.beginArray()
    for (index, task) in arguments.enumerated() {
        request.beginObject()
        request.member("task_id", task)
        request.member("name", "app-\(index + 1)")
        request.endObject()
    }
    request.endArray()
    request.name("waves")
    request.raw(#"[1, "100%"]"#.utf8)
    request.member("max_failures", 0)
    request.endObject()
    do throws(DeployError) {
        let operation = try CodeArtsDeployModel.Operation(named: Array("deploy_many".utf8))
        let ended = try run(operation, request.bytes) { event in
            guard event["event"]?.string == "item" else { return }
            say("\(event["name"]?.string ?? "") \(event["state"]?.string ?? "")")
        }
        say("released \(ended["counts"]?["succeeded"]?.integer ?? 0) of \(arguments.count)")
    } catch {
        giveUp(error)
    }
}
