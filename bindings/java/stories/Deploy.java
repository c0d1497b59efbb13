import codearts.deploy.Client;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Document;
import codearts.deploy.Models.DeployRequest;
import codearts.deploy.Models.DeployResponse;
import codearts.deploy.Models.DynamicConfigInfo;
import java.util.List;

/**
 * Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
 *
 * <p>Ctrl-C ends the program and leaves the deployment running.
 */
final class Deploy {
    private static void show(Document event) {
        switch (event.text("/event").orElse("")) {
            case "state" -> System.out.println("state " + event.text("/state").orElse(""));
            case "step" -> System.out.printf(
                "step %s: %s%n", event.text("/name").orElse(""), event.text("/state").orElse(""));
            case "log" -> System.out.print(event.text("/text").orElse(""));
            default -> { }
        }
        System.out.flush();
    }

    public static void main(String[] arguments) {
        Advice.usage(arguments.length == 2, "deploy TASK_ID VERSION");
        String version = arguments[1];
        DeployRequest request = DeployRequest.of(arguments[0])
            .withParams(List.of(DynamicConfigInfo.of("version", version, "text")));
        try (Client client = new Client()) {
            var deployment = DeployResponse.of(client.run("deploy", request.json(), Deploy::show));
            System.out.printf("deployed %s, record %s%n", version, deployment.recordId());
        } catch (CodeArtsDeployException failure) {
            Advice.giveUp(failure);
        }
    }
}
