package codearts.deploy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A JSON text of the library, or any other; it is read by JSON pointer, {@code "/deployment/failed_step/name"}. */
public record Document(String json) {
    /** A string's text, a number or a truth value as it is written, or the JSON of an object or array. */
    public Optional<String> text(String pointer) {
        return read(pointer, (document, at, arena) -> {
            MemorySegment out = arena.allocate(Library.BUFFER);
            int status = Native.cad_text(document, at, out);
            String text = Library.take(out);
            return status == Status.OK.number() ? text : missing(status, text);
        });
    }

    public OptionalLong integer(String pointer) {
        Optional<Long> found = read(pointer, (document, at, arena) -> {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int status = Native.cad_integer(document, at, out);
            return status == Status.OK.number() ? (Long) out.get(ValueLayout.JAVA_LONG, 0) : null;
        });
        return found.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    public Optional<Boolean> bool(String pointer) {
        return read(pointer, (document, at, arena) -> {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            int status = Native.cad_boolean(document, at, out);
            return status == Status.OK.number() ? (Boolean) (out.get(ValueLayout.JAVA_INT, 0) != 0) : null;
        });
    }

    /** How many elements an array has, or members an object; 0 where there is none. */
    public long count(String pointer) {
        Optional<Long> found = read(pointer, (document, at, arena) -> {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int status = Native.cad_count(document, at, out);
            return status == Status.OK.number() ? (Long) out.get(ValueLayout.JAVA_LONG, 0) : null;
        });
        return found.orElse(0L);
    }

    /** The object or array that stands there. */
    public Optional<Document> at(String pointer) {
        return text(pointer).map(Document::new);
    }

    /** What {@code element} makes of each element of an array, given its pointer. */
    public <T> List<T> each(String pointer, Function<String, T> element) {
        List<T> found = new ArrayList<>();
        for (long index = 0; index < count(pointer); index++) found.add(element.apply(pointer + "/" + index));
        return List.copyOf(found);
    }

    @Override
    public String toString() {
        return json;
    }

    private interface Reader<T> {
        T read(MemorySegment document, MemorySegment pointer, Arena arena);
    }

    private <T> Optional<T> read(String pointer, Reader<T> reader) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            MemorySegment document = arena.allocate(Library.BUFFER);
            document.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
            document.set(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS.byteSize(), bytes.length);
            return Optional.ofNullable(reader.read(document, Library.text(arena, pointer), arena));
        }
    }

    private static String missing(int status, String document) {
        if (Status.of(status) == Status.NOT_FOUND) return null;
        throw new IllegalArgumentException(document);
    }
}
