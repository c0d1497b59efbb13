import codearts.deploy.CodeArtsDeploy;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Models.StartDeployTaskResponse;

/** Starts the deployment that the service's reference has as its example: start TASK_ID */
final class Start {
    /** https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests". */
    private static final String BODY = """
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
        """;

    public static void main(String[] arguments) {
        Advice.usage(arguments.length == 1, "start TASK_ID");
        try {
            var reply = StartDeployTaskResponse.of(CodeArtsDeploy.startTask(arguments[0], BODY));
            System.out.println("started " + reply.id());
        } catch (CodeArtsDeployException failure) {
            Advice.giveUp(failure);
        }
    }
}
