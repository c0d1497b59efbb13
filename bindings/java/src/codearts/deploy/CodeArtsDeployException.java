package codearts.deploy;

import java.util.List;
import java.util.Optional;

/** What the library answers instead of a result. Whether it is safe to try again is in {@link #outcome()}. */
public final class CodeArtsDeployException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A fault of a request or a configuration; line and column count from 1, columns in bytes, and are 0 if unknown. */
    public record Violation(String path, String rule, String message, long line, long column) {}

    private final Status status;
    private final String json;

    CodeArtsDeployException(int status, String json) {
        super(json == null ? "There is no error document: memory ran out."
            : new Document(json).text("/message").orElse(json));
        this.status = Status.of(status);
        this.json = json == null ? "{}" : json;
    }

    /** What happened. */
    public Status status() {
        return status;
    }

    /** "not_sent", "refused", "started" or "unknown"; empty where nothing was to be started. */
    public Optional<String> outcome() {
        return document().text("/outcome");
    }

    /** Whether the same request may succeed later, and cannot start a second deployment. */
    public boolean retryable() {
        return document().bool("/retryable").orElse(false);
    }

    public List<Violation> violations() {
        Document document = document();
        return document.each("/violations", at -> new Violation(
            document.text(at + "/path").orElse(""), document.text(at + "/rule").orElse(""),
            document.text(at + "/message").orElse(""), document.integer(at + "/line").orElse(0),
            document.integer(at + "/column").orElse(0)));
    }

    /** The whole error document. */
    public Document document() {
        return new Document(json);
    }
}
