package codearts.deploy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * A configuration with its connections. Threads may share one. {@link #close()} closes it, as does collecting a client
 * that nobody refers to.
 */
public final class Client implements AutoCloseable {
    static final Cleaner CLEANER = Cleaner.create();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Cleaner.Cleanable cleanable;
    private MemorySegment handle;

    /** With what the environment says. */
    public Client() {
        this("{}");
    }

    /** With a configuration as JSON: {@code {"region": "cn-north-4"}}. What it leaves out comes from the environment. */
    public Client(String configuration) {
        MemorySegment made = handle((arena, place, out) ->
            Native.cad_client_new(Library.text(arena, configuration), place, out));
        handle = made;
        cleanable = CLEANER.register(this, () -> Native.cad_client_free(made));
    }

    /** Runs an operation to its end. An interrupt of this thread cancels it; the exception says what that means. */
    public Document call(String operation, String request) {
        try (Operation running = submit(operation, request)) {
            return running.await();
        }
    }

    /** The same, and gives each event to {@code onEvent} while it runs. */
    public Document run(String operation, String request, Consumer<Document> onEvent) {
        try (Operation running = submit(operation, request)) {
            for (Document event = running.next(); event != null; event = running.next()) onEvent.accept(event);
            return running.await();
        }
    }

    /** Begins an operation in the background. */
    public Operation submit(String operation, String request) {
        lock.readLock().lock();
        try {
            if (handle == null) throw new IllegalStateException("this client is closed; nothing was sent");
            return new Operation(handle((arena, place, out) -> Native.cad_client_submit(
                handle, Library.text(arena, operation), Library.text(arena, request), place, out)));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Closes the connections; operations that run go on. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            handle = null;
            cleanable.clean();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private interface Maker {
        int make(Arena arena, MemorySegment place, MemorySegment out);
    }

    /** The handle that a function writes to its last argument but one. */
    private static MemorySegment handle(Maker maker) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            Library.document((inner, out) -> maker.make(arena, place, out));
            return place.get(ValueLayout.ADDRESS, 0);
        }
    }
}
