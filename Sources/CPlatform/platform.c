#define _GNU_SOURCE
#include "CPlatform.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void *platform_allocate(size_t count) { return malloc(count); }
void platform_free(void *memory) { free(memory); }
void platform_wipe(void *memory, size_t count) { explicit_bzero(memory, count); }

size_t platform_length(const char *text) { return strlen(text); }

const char *platform_environment(const char *name) { return getenv(name); }
bool platform_is_readable(const char *path) { return access(path, R_OK) == 0; }
bool platform_is_private(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

int64_t platform_read_file(const char *path, void *bytes, size_t most) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    size_t count = 0;
    ssize_t got = 1;
    if (file < 0) return -1;
    while (got > 0 && count < most) {
        got = read(file, (char *)bytes + count, most - count);
        if (got > 0) count += (size_t)got;
    }
    close(file);
    return got != 0 ? -1 : (int64_t)count;
}

int32_t platform_process_id(void) { return (int32_t)getpid(); }

int64_t platform_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t platform_unix_seconds(void) { return (int64_t)time(NULL); }

struct platform_lock {
    pthread_mutex_t mutex;
};

platform_lock *platform_lock_new(void) {
    platform_lock *lock = malloc(sizeof *lock);
    if (lock == NULL) abort();
    pthread_mutex_init(&lock->mutex, NULL);
    return lock;
}

void platform_lock_free(platform_lock *lock) {
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void platform_lock_acquire(platform_lock *lock) { pthread_mutex_lock(&lock->mutex); }
bool platform_lock_acquire_within(platform_lock *lock, int64_t milliseconds) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += milliseconds % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec += 1;
        until.tv_nsec -= 1000000000;
    }
    return pthread_mutex_clocklock(&lock->mutex, CLOCK_MONOTONIC, &until) == 0;
}

void platform_lock_release(platform_lock *lock) { pthread_mutex_unlock(&lock->mutex); }

platform_sigpipe_guard platform_sigpipe_hold(void) {
    platform_sigpipe_guard guard = {.was_pending = false, .active = false};
    sigset_t pending, pipe;
    sigemptyset(&pending);
    sigpending(&pending);
    guard.was_pending = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    guard.active = pthread_sigmask(SIG_BLOCK, &pipe, &guard.previous) == 0;
    return guard;
}

void platform_sigpipe_release(platform_sigpipe_guard guard) {
    if (!guard.active) return;
    if (!guard.was_pending) {
        const struct timespec now = {0, 0};
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        while (sigtimedwait(&pipe, NULL, &now) == SIGPIPE) {}
    }
    pthread_sigmask(SIG_SETMASK, &guard.previous, NULL);
}
