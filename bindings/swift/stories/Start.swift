import CodeArtsDeploy
import CodeArtsDeployModel

/// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
private let body = """
    {
      "params" : [ {
        "key" : "string",
        "value" : "test",
        "type" : "text"
      }, {
        "key" : "env",
        "value" : "e3144513a4094398857c992606ccba12",
        "type" : "host_group"
      }, {
        "key" : "enum",
        "value" : "value1",
        "type" : "enum"
      } ],
      "trigger_source" : 0
    }

    """

/// Starts the deployment that the service's reference has as its example: start TASK_ID
func start(_ arguments: [String]) {
    guard arguments.count == 1 else { usage("start TASK_ID") }
    do throws(DeployError) {
        let task = ExternalField("task_id", Array(arguments[0].utf8))
        let reply = try client().call(.startDeployTask, Array(body.utf8), given: [task])
        say("started \(try read(reply)["id"]?.string ?? "")")
    } catch {
        giveUp(error)
    }
}
