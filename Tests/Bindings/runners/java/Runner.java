import codearts.deploy.Client;
import codearts.deploy.CodeArtsDeploy;
import codearts.deploy.CodeArtsDeployException;
import codearts.deploy.Document;
import codearts.deploy.Operation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The runner of the Java binding. See Tests/Bindings/README.md for its orders. */
final class Runner {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static Client client;

    private static String text(Document order, String name) {
        String digits = order.text("/" + name + "_hex").orElse(null);
        if (digits == null) return order.text("/" + name).orElse(null);
        byte[] bytes = HexFormat.of().parseHex(digits);
        StringBuilder units = new StringBuilder();
        for (int at = 0; at < bytes.length; at += 2) units.append((char) ((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF));
        return units.toString();
    }

    private static Document run(Document order, List<String> events) {
        String operation = text(order, "operation"), request = text(order, "request");
        if (order.text("/events").isPresent()) return client.call(operation, request);
        String cancelOn = order.text("/cancel_on").orElse("");
        try (Operation running = client.submit(operation, request)) {
            for (Document event = running.next(); event != null; event = running.next()) {
                events.add(event.json());
                if (event.text("/event").orElse("").equals(cancelOn)) running.cancel();
            }
            return running.await();
        }
    }

    private static String starts(Document order) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(text(order, "count"))), done = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int number = Integer.parseInt(text(order, "threads")); number > 0; number--) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (left.getAndDecrement() > 0) {
                    if (client.call("start_deploy_task", text(order, "request")).text("/id").isPresent()) done.incrementAndGet();
                }
            }));
        }
        for (Thread each : threads) each.join();
        return done.toString();
    }

    private static void abandon(Document order) {
        Operation running = client.submit(text(order, "operation"), text(order, "request"));
        for (Document event = running.next(); event != null; event = running.next()) {
            if (event.text("/event").orElse("").equals("started")) break;
        }
        Thread.ofPlatform().daemon().start(running::await);
        OUT.println("{\"status\":\"CAD_OK\"}");
        System.exit(0);
    }

    private static void drop(Document order) throws InterruptedException {
        for (int number = Integer.parseInt(text(order, "count")); number > 0; number--) {
            new Client().submit(text(order, "operation"), text(order, "request"));
        }
        for (int times = 0; times < 5; times++) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static String carryOut(Document order, List<String> events) throws InterruptedException {
        Document result = new Document("{}");
        String started = null;
        switch (text(order, "do")) {
            case "open" -> {
                Client opened = new Client(text(order, "configuration"));
                if (client != null) client.close();
                client = opened;
            }
            case "close" -> client.close();
            case "run" -> result = run(order, events);
            case "validate" -> result = CodeArtsDeploy.validate(text(order, "operation"), text(order, "request"));
            case "schema" -> result = CodeArtsDeploy.schema(text(order, "operation"));
            case "start" -> result =
                CodeArtsDeploy.startTask(text(order, "task_id"), text(order, "body"), text(order, "token"));
            case "starts" -> started = starts(order);
            case "abandon" -> abandon(order);
            case "drop" -> drop(order);
            default -> throw new IllegalArgumentException("no such order");
        }
        return "{\"status\":\"CAD_OK\",\"document\":" + CodeArtsDeploy.quote(result.json())
            + (started == null ? "" : ",\"ok\":\"" + started + "\"") + events(events) + "}";
    }

    private static String events(List<String> events) {
        return ",\"events\":[" + events.stream().map(CodeArtsDeploy::quote).collect(Collectors.joining(",")) + "]";
    }

    private static String failure(CodeArtsDeployException error, List<String> events) {
        String violations = error.violations().stream()
            .map(each -> "[" + CodeArtsDeploy.quote(each.path()) + "," + CodeArtsDeploy.quote(each.rule()) + "]")
            .collect(Collectors.joining(","));
        return "{\"status\":\"" + error.status().text() + "\",\"message\":" + CodeArtsDeploy.quote(error.getMessage())
            + error.outcome().map(word -> ",\"outcome\":\"" + word + "\"").orElse("") + ",\"violations\":[" + violations
            + "],\"document\":" + CodeArtsDeploy.quote(error.document().json()) + events(events) + "}";
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> events = new ArrayList<>();
            try {
                OUT.println(carryOut(new Document(line), events));
            } catch (CodeArtsDeployException error) {
                OUT.println(failure(error, events));
            } catch (IllegalStateException error) {
                OUT.println("{\"status\":\"closed\"}");
            } catch (RuntimeException error) {
                OUT.println("{\"status\":\"crash\",\"message\":" + CodeArtsDeploy.quote(error.toString()) + "}");
            }
        }
    }
}
