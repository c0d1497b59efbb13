/* What the Embedded Swift subset lacks and every flavour therefore takes from here: memory that C can free, the
 * environment, files, clocks, the process id, locks, the SIGPIPE guard, wiping. Thin wrappers, no logic. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

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

/* Whether the file can be opened for reading. */
bool platform_is_readable(const char *path);

/* Whether nobody but the file's owner has any right to it. */
bool platform_is_private(const char *path);

/* Reads a file of at most so many bytes; -1 where it cannot be read or is larger. */
int64_t platform_read_file(const char *path, void *bytes, size_t most);

/* getpid, which is how a client notices that it was carried over a fork. */
int32_t platform_process_id(void);

/* CLOCK_MONOTONIC, in milliseconds; CLOCK_REALTIME, in seconds since 1970. */
int64_t platform_monotonic_ms(void);
int64_t platform_unix_seconds(void);

/* strlen. */
size_t platform_length(const char *text);

/* A mutex at a fixed address, as pthread wants it. Ends the process where memory ran out, as Swift's allocator does. */
typedef struct platform_lock platform_lock;
platform_lock *platform_lock_new(void);
void platform_lock_free(platform_lock *lock);
void platform_lock_acquire(platform_lock *lock);
bool platform_lock_acquire_within(platform_lock *lock, int64_t milliseconds);
void platform_lock_release(platform_lock *lock);

/* Holds SIGPIPE back on this thread; release swallows the one that came meanwhile and restores the mask.
 * TLS libraries write with write(2), which raises it where send(2) could be told not to. */
typedef struct platform_sigpipe_guard {
    sigset_t previous;
    bool was_pending;
    bool active;
} platform_sigpipe_guard;
platform_sigpipe_guard platform_sigpipe_hold(void);
void platform_sigpipe_release(platform_sigpipe_guard guard);

#endif
