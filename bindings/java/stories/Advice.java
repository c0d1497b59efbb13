import codearts.deploy.CodeArtsDeployException;
import java.util.Map;

/** What a failure means for a second try: the end of each story. */
final class Advice {
    private static final Map<String, String> WORDS = Map.of(
        "not_sent", "Nothing was started: it is safe to try again.",
        "refused", "The service refused it: change what it objects to, then try again.",
        "started", "It was started: do not start it again.",
        "unknown", "It may be running: look at the application's records before you start it again.",
        "none", "Nothing was to be started.");

    private Advice() {}

    /** Ends the program. */
    static void giveUp(CodeArtsDeployException failure) {
        String outcome = failure.outcome().orElse("none");
        System.err.printf("%s: %s%noutcome: %s%n%s%n",
            failure.status().text(), failure.getMessage(), outcome, WORDS.get(outcome));
        System.exit(outcome.equals("unknown") ? 2 : 1);
    }

    /** Ends the program where the number of arguments is wrong. */
    static void usage(boolean isRight, String text) {
        if (isRight) return;
        System.err.println("usage: " + text);
        System.exit(64);
    }
}
