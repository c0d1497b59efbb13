package codearts.deploy;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.TimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** An operation in the background. One thread at a time waits for it; any thread may cancel it. */
public final class Operation implements AutoCloseable {
    /** How long one wait within the library lasts: an interrupt is felt between two. */
    private static final int SLICE_MS = 100;

    private final ReentrantLock turn = new ReentrantLock();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Cleaner.Cleanable cleanable;
    private MemorySegment handle;

    Operation(MemorySegment handle) {
        this.handle = handle;
        cleanable = Client.CLEANER.register(this, () -> Native.cad_operation_free(handle));
    }

    /** Waits for the end and gives the result, or throws the error; each call does the same. */
    public Document await() {
        return look(Native::cad_operation_wait, null).document;
    }

    /** Waits at most that long; when it has passed, the operation goes on. */
    public Document await(Duration limit) throws TimeoutException {
        Look look = look(Native::cad_operation_wait, limit);
        if (look.status == Status.PENDING) throw new TimeoutException("The operation goes on.");
        return look.document;
    }

    /** Waits for the next event; null after the last. */
    public Document next() {
        return look(Native::cad_operation_next_event, null).document;
    }

    /** Ends it, from any thread, any number of times. {@link #await()} says what that means. */
    public void cancel() {
        lock.readLock().lock();
        try {
            if (handle != null) Native.cad_operation_cancel(handle);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Cancels it unless it has ended, and frees it. */
    @Override
    public void close() {
        cancel();
        turn.lock();
        lock.writeLock().lock();
        try {
            handle = null;
            cleanable.clean();
        } finally {
            lock.writeLock().unlock();
            turn.unlock();
        }
    }

    private interface Wait {
        int in(MemorySegment operation, int timeoutMs, MemorySegment out);
    }

    private record Look(Status status, Document document) {}

    private Look look(Wait wait, Duration limit) {
        long end = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
        boolean wasInterrupted = false;
        turn.lock();
        try {
            if (handle == null) throw new IllegalStateException("this operation is closed");
            while (true) {
                int[] status = new int[1];
                Document found = Library.document((arena, out) -> status[0] = wait.in(handle, SLICE_MS, out));
                boolean isPending = status[0] == Status.PENDING.number();
                if (!isPending || limit != null && System.nanoTime() >= end) return new Look(Status.of(status[0]), found);
                if (Thread.interrupted()) {
                    wasInterrupted = true;
                    cancel();
                }
            }
        } finally {
            turn.unlock();
            if (wasInterrupted) Thread.currentThread().interrupt();
        }
    }
}
