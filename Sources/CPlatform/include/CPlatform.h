/* What the Embedded Swift subset lacks and the core therefore takes from here: memory that C can free, the
 * environment, files, clocks, random numbers, the process id, locks, threads, signals, waiting, wiping, the processor's
 * instructions for SHA-256. Thin wrappers, no logic. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* malloc (NULL where memory ran out) and free, because the host frees our buffers through cad_buffer_free in the same C heap. */
void *platform_allocate(size_t count);
void platform_free(void *memory);

/* explicit_bzero: a plain memset before free is removed by the optimizer. */
void platform_wipe(void *memory, size_t count);

/* getenv; NULL where the variable is not set. */
const char *platform_environment(const char *name);

/* Whether it is a folder that can be searched and listed. */
bool platform_is_folder(const char *path);

/* What came of reading a file: its bytes, or in `problem` the errno that says why not (EISDIR for a folder, EFBIG for
 * more bytes than were asked for). */
typedef struct platform_file {
    char *bytes;
    size_t count;
    int problem;
    bool is_regular;
    /* Users other than its owner and the owner's group can read it. */
    bool is_open_to_others;
} platform_file;

/* Reads a whole file on a thread of its own, since a mount that hangs, or a pipe without a writer, must not hold up who
 * asks. `wait` answers NULL where it has not ended by then; what it answers is good until `end`, which every `begin`
 * needs and which waits for nothing. */
typedef struct platform_file_read platform_file_read;
platform_file_read *platform_file_read_begin(const char *path, size_t most);
const platform_file *platform_file_read_wait(platform_file_read *read, int64_t milliseconds);
void platform_file_read_end(platform_file_read *read);

/* A file that is appended to, locked against every other open of it, here or elsewhere, and closed in forked children
 * (journal.c). All of these may wait for a disk. They answer 0 or the errno: of `open` EWOULDBLOCK where it is locked,
 * with the holder's process id where that is known, EINVAL for what is no regular file, EFBIG for more bytes than asked
 * for. */
typedef struct platform_journal {
    int descriptor;
    int32_t holder; /* 0: not known */
    char *bytes;    /* what it held when it was opened; freed by `close` */
    size_t count;
} platform_journal;
int platform_journal_open(platform_journal *journal, const char *path, size_t most);
int platform_journal_cut(platform_journal *journal, size_t count);
int platform_journal_append(platform_journal *journal, const void *line, size_t count);
int platform_journal_sync(platform_journal *journal);
void platform_journal_close(platform_journal *journal);

/* getpid, which is how a client notices that it was carried over a fork. */
int32_t platform_process_id(void);

/* CLOCK_MONOTONIC and CLOCK_BOOTTIME, which runs while the machine sleeps too, in milliseconds; CLOCK_REALTIME, in
 * seconds and in milliseconds since 1970. */
int64_t platform_monotonic_ms(void);
int64_t platform_boot_ms(void);
int64_t platform_unix_seconds(void);
int64_t platform_unix_ms(void);

/* Sleeps, whatever signals come meanwhile. */
void platform_sleep_ms(int64_t milliseconds);

/* getrandom: for waits that should not coincide, not for keys. */
uint32_t platform_random(void);

/* strlen. */
size_t platform_length(const char *text);

/* A mutex at a fixed address, as pthread wants it. Ends the process where memory ran out, as Swift's allocator does. */
typedef struct platform_lock platform_lock;
platform_lock *platform_lock_new(void);
void platform_lock_free(platform_lock *lock);
void platform_lock_acquire(platform_lock *lock);
void platform_lock_release(platform_lock *lock);

/* A mutex with a condition that others can wait for, up to a time on the monotonic clock in ms (-1: for good). The wait
 * answers false where that time came first. */
typedef struct platform_condition platform_condition;
platform_condition *platform_condition_new(void);
void platform_condition_free(platform_condition *signal);
void platform_condition_acquire(platform_condition *signal);
void platform_condition_release(platform_condition *signal);
bool platform_condition_wait(platform_condition *signal, int64_t until_ms);
void platform_condition_wake_all(platform_condition *signal);

/* Many hold it at once, or one alone who waited for them; the wait for holding it alone ends after so many ms. */
typedef struct platform_gate platform_gate;
platform_gate *platform_gate_new(void);
void platform_gate_enter(platform_gate *gate);
void platform_gate_leave(platform_gate *gate);
bool platform_gate_close(platform_gate *gate, int64_t milliseconds);

/* A detached thread with every signal blocked, since handlers belong to the host's threads. False where there is none. */
bool platform_thread_start(void (*work)(void *), void *context);

/* atexit. */
bool platform_at_exit(void (*work)(void));

/* eventfd: readable from raise to clear. -1 where the system has none to give. */
int platform_waker_new(void);
void platform_waker_free(int flag);
void platform_waker_raise(int flag);
void platform_waker_clear(int flag);

/* SHA-256 of so many blocks of 64 bytes, added to the state by the processor's own instructions (sha256.c). False, and
 * the state is as it was, where it has none. */
bool platform_sha256(uint32_t state[8], const void *blocks, size_t count);

/* The 64 constants of SHA-256 (FIPS 180-4, 4.2.2). */
const uint32_t *platform_sha256_constants(void) __attribute__((returns_nonnull));

/* A line on standard error, whole or not at all: it waits for nobody, and what is dropped is counted. */
void platform_log(const void *bytes, size_t count);

/* The host's callback for lines of the log (log_callback.c): `line` ends with a NUL that `length` does not count. Once
 * another has been set, or NULL, it runs on no thread any more; set from inside a callback, it is not waited for. */
typedef void (*platform_log_callback)(void *context, const char *line, size_t length);
void platform_log_set_callback(platform_log_callback callback, void *context);
/* Whether a line would reach it from here; not from inside it. */
bool platform_log_has_callback(void);
void platform_log_call(const char *line, size_t length);

/* What a thread let in before it held signals back. */
typedef struct platform_signal_guard {
    sigset_t previous;
    bool was_pending;
    bool active;
} platform_signal_guard;

/* Hold SIGPIPE, or every signal but a fault of the thread itself, back on this thread; release swallows the SIGPIPE that
 * came meanwhile and restores the mask. TLS libraries write with write(2), which raises it where send(2) could be told
 * not to. */
platform_signal_guard platform_sigpipe_hold(void);
platform_signal_guard platform_signals_hold(void);
void platform_signals_release(platform_signal_guard guard);

/* ppoll. With a guard, the signals that it holds back are let in meanwhile, and no moment is missed: false where one came,
 * and it is delivered by the time that the guard is released. */
bool platform_poll(struct pollfd *watched, size_t count, int64_t milliseconds, const platform_signal_guard *guard);

#endif
