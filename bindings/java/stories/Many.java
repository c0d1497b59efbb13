import codearts.deploy.Client;
import codearts.deploy.CodeArtsDeploy;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Document;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID... */
final class Many {
    private static void show(Document event) {
        if (event.text("/event").orElse("").equals("item")) {
            System.out.println(event.text("/name").orElse("") + " " + event.text("/state").orElse(""));
        }
    }

    public static void main(String[] arguments) {
        Advice.usage(arguments.length > 0, "many TASK_ID...");
        String items = IntStream.range(0, arguments.length)
            .mapToObj(at -> "{\"task_id\": %s, \"name\": \"app-%d\"}".formatted(CodeArtsDeploy.quote(arguments[at]), at + 1))
            .collect(Collectors.joining(", "));
        String request = "{\"items\": [%s], \"waves\": [1, \"100%%\"], \"max_failures\": 0}".formatted(items);
        try (Client client = new Client()) {
            Document release = client.run("deploy_many", request, Many::show);
            System.out.printf("released %d of %d%n", release.integer("/counts/succeeded").orElse(0), arguments.length);
        } catch (CodeArtsDeployException failure) {
            Advice.giveUp(failure);
        }
    }
}
