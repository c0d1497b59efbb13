package codearts.deploy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The shared library, and the one place where texts go over the border. */
final class Library {
    static final MemoryLayout BUFFER = MemoryLayout.structLayout(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    static final SymbolLookup SYMBOLS = load();

    static {
        int has = Native.cad_abi_version();
        if (has < Native.ABI_VERSION) throw new UnsatisfiedLinkError(
            "libcodearts_deploy has version " + has + " of its interface; " + Native.ABI_VERSION + " is needed");
    }

    private Library() {}

    private static SymbolLookup load() {
        String named = System.getenv("CODEARTS_DEPLOY_LIBRARY");
        String path = named == null || named.isEmpty() ? "libcodearts_deploy.so.0" : named;
        return SymbolLookup.libraryLookup(path, Arena.global());
    }

    /** Calls a function that ends in {@code out}; gives the result, null while there is none, or throws the error. */
    interface Call {
        int with(Arena arena, MemorySegment out);
    }

    static Document document(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(BUFFER);
            int status = call.with(arena, out);
            String text = take(out);
            if (status >= Status.INVALID_ARGUMENT.number()) throw new CodeArtsDeployException(status, text);
            return text == null ? null : new Document(text);
        }
    }

    /** Copies the library's text and gives its memory back. */
    static String take(MemorySegment out) {
        try {
            MemorySegment data = out.get(ValueLayout.ADDRESS, 0);
            if (data.equals(MemorySegment.NULL)) return null;
            long length = out.get(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS.byteSize());
            return new String(data.reinterpret(length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        } finally {
            Native.cad_buffer_free(out);
        }
    }

    /** A text as C takes it; null is NULL. */
    static MemorySegment text(Arena arena, String text) {
        if (text == null) return MemorySegment.NULL;
        byte[] bytes = bytes(text);
        MemorySegment place = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, place, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return place;
    }

    /**
     * The UTF-8 of a text. A NUL, at which C would end it, and half a surrogate pair, which UTF-8 has not, become bytes
     * that are no UTF-8: the library refuses them at their place.
     */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        text.codePoints().forEach(letter -> {
            if (letter != 0 && letter < 0x80) {
                bytes.write(letter);
                return;
            }
            int more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
            bytes.write(0xFF00 >> more + 1 & 0xFF | letter >> 6 * more);
            for (int shift = 6 * (more - 1); shift >= 0; shift -= 6) bytes.write(0x80 | letter >> shift & 0x3F);
        });
        return bytes.toByteArray();
    }
}
