package codearts.deploy;

/** What needs no client. */
public final class CodeArtsDeploy {
    private CodeArtsDeploy() {}

    /** The library's version. */
    public static String version() {
        return Native.cad_version().reinterpret(64).getString(0);
    }

    /** Starts a deployment with what the environment says, its credential too; {@code body} may be null. */
    public static Document startTask(String taskId, String body) {
        return startTask(taskId, body, null);
    }

    /** The same with a token; null is the credential of the environment, and an empty one is refused. */
    public static Document startTask(String taskId, String body, String token) {
        return Library.document((arena, out) -> Native.cad_start_task(
            Library.text(arena, taskId), Library.text(arena, body), Library.text(arena, token), out));
    }

    /** Checks a request with every rule that the call applies, and sends nothing. */
    public static Document validate(String operation, String request) {
        return Library.document((arena, out) -> Native.cad_validate(
            Library.text(arena, operation), Library.text(arena, request), out));
    }

    /** Describes an operation; null describes all of them as one OpenAPI document. */
    public static Document schema(String operation) {
        return Library.document((arena, out) -> Native.cad_schema(Library.text(arena, operation), out));
    }

    /** A text as a JSON string, with its quotes, to build a request of it. */
    public static String quote(String text) {
        return Library.document((arena, out) -> Native.cad_quote(Library.text(arena, text), out)).json();
    }
}
