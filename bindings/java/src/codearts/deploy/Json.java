package codearts.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What the models are written and read with. */
final class Json {
    private Json() {}

    /** An object of names and values in turn, without those that are null. */
    static String object(Object... members) {
        List<String> written = new ArrayList<>();
        for (int at = 0; at < members.length; at += 2) {
            if (members[at + 1] != null) written.add("\"" + members[at] + "\":" + value(members[at + 1]));
        }
        return "{" + String.join(",", written) + "}";
    }

    private static String value(Object value) {
        if (value instanceof String text) return CodeArtsDeploy.quote(text);
        if (value instanceof List<?> list) return list.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
        return value instanceof Models.Sent sent ? sent.json() : value.toString();
    }

    static Long integer(Document document, String pointer) {
        OptionalLong found = document.integer(pointer);
        return found.isPresent() ? found.getAsLong() : null;
    }
}
