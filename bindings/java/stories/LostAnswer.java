import codearts.deploy.Client;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Models.DeployRequest;
import codearts.deploy.Models.DeployResponse;
import codearts.deploy.Models.DynamicConfigInfo;
import java.util.List;

/** Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION */
final class LostAnswer {
    public static void main(String[] arguments) {
        Advice.usage(arguments.length == 2, "lost_answer TASK_ID VERSION");
        DeployRequest request = DeployRequest.of(arguments[0])
            .withParams(List.of(DynamicConfigInfo.of("version", arguments[1], "text")))
            .withIntervalMs(1000L);
        try (Client client = new Client()) {
            var deployment = DeployResponse.of(client.call("deploy", request.json()));
            boolean wasLost = Boolean.TRUE.equals(deployment.adopted());
            System.out.println((wasLost ? "found " : "deployed ") + deployment.recordId());
        } catch (CodeArtsDeployException failure) {
            for (String record : failure.document().each("/candidates", at -> failure.document().text(at).orElse(""))) {
                System.err.println("candidate " + record);
            }
            Advice.giveUp(failure);
        }
    }
}
