import static codearts.deploy.CodeArtsDeploy.quote;

import codearts.deploy.Client;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Models.DynamicConfigInfo;
import codearts.deploy.Models.StartDeployTaskRequest;
import codearts.deploy.Models.StartDeployTaskResponse;
import java.util.List;

public final class Sample {
    public static void main(String[] args) {
        String ak = System.getenv("CLOUD_SDK_AK");
        String sk = System.getenv("CLOUD_SDK_SK");

        // And "region": "cn-north-4", where the environment names none.
        String configuration = "{\"ak\": %s, \"sk\": %s}".formatted(quote(ak), quote(sk));
        try (Client client = new Client(configuration)) {
            var request = StartDeployTaskRequest.of("d2dc947ec2424d8789bb3984bb3adf45")
                .withParams(List.of(
                    DynamicConfigInfo.of("string", "test", "text"),
                    DynamicConfigInfo.of("env", "e3144513a4094398857c992606ccba12", "host_group"),
                    DynamicConfigInfo.of("enum", "value1", "enum")))
                .withTriggerSource("0");
            var response = StartDeployTaskResponse.of(client.call("start_deploy_task", request.json()));
            System.out.println(response);
        } catch (CodeArtsDeployException e) {
            System.out.println(e.status() + " " + e.outcome().orElse(""));
            System.out.println(e.document().text("/http_status").orElse(""));
            System.out.println(e.document().text("/request_id").orElse(""));
            System.out.println(e.document().text("/error_code").orElse(""));
            System.out.println(e.getMessage());
        }
    }
}
