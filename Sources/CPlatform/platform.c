#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
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

int64_t platform_boot_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec;
}

void platform_sleep_ms(int64_t milliseconds) {
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {}
}

uint32_t platform_random(void) {
    uint32_t value = (uint32_t)platform_monotonic_ms(); /* should the kernel not be ready */
    if (getrandom(&value, sizeof value, GRND_NONBLOCK) < 0) value *= 2654435761u;
    return value;
}

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
void platform_lock_release(platform_lock *lock) { pthread_mutex_unlock(&lock->mutex); }

struct platform_signal {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
};

platform_signal *platform_signal_new(void) {
    platform_signal *signal = malloc(sizeof *signal);
    pthread_condattr_t attributes;
    if (signal == NULL) abort();
    pthread_mutex_init(&signal->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&signal->condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return signal;
}

void platform_signal_free(platform_signal *signal) {
    pthread_cond_destroy(&signal->condition);
    pthread_mutex_destroy(&signal->mutex);
    free(signal);
}

void platform_signal_acquire(platform_signal *signal) { pthread_mutex_lock(&signal->mutex); }
void platform_signal_release(platform_signal *signal) { pthread_mutex_unlock(&signal->mutex); }
void platform_signal_wake_all(platform_signal *signal) { pthread_cond_broadcast(&signal->condition); }
bool platform_signal_wait(platform_signal *signal, int64_t until_ms) {
    const struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    if (until_ms < 0) return pthread_cond_wait(&signal->condition, &signal->mutex) == 0;
    return pthread_cond_timedwait(&signal->condition, &signal->mutex, &until) == 0;
}

struct platform_gate {
    pthread_rwlock_t lock;
};

platform_gate *platform_gate_new(void) {
    platform_gate *gate = malloc(sizeof *gate);
    pthread_rwlockattr_t attributes;
    if (gate == NULL) abort();
    pthread_rwlockattr_init(&attributes);
    /* Else those who go in and out without a pause would keep out the one who closes. */
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&gate->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    return gate;
}

void platform_gate_enter(platform_gate *gate) { pthread_rwlock_rdlock(&gate->lock); }
void platform_gate_leave(platform_gate *gate) { pthread_rwlock_unlock(&gate->lock); }
bool platform_gate_close(platform_gate *gate, int64_t milliseconds) {
    const int64_t until_ms = platform_monotonic_ms() + milliseconds;
    const struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    return pthread_rwlock_clockwrlock(&gate->lock, CLOCK_MONOTONIC, &until) == 0;
}

struct start {
    void (*work)(void *);
    void *context;
};

static void *run(void *argument) {
    const struct start start = *(struct start *)argument;
    free(argument);
    start.work(start.context);
    return NULL;
}

bool platform_thread_start(void (*work)(void *), void *context) {
    struct start *start = malloc(sizeof *start);
    sigset_t all, previous;
    pthread_t thread;
    if (start == NULL) return false;
    *start = (struct start){work, context};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous); /* a thread inherits the mask of its maker */
    const bool started = pthread_create(&thread, NULL, run, start) == 0;
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    if (started) pthread_detach(thread);
    else free(start);
    return started;
}

bool platform_at_exit(void (*work)(void)) { return atexit(work) == 0; }

int platform_flag_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
void platform_flag_free(int flag) { close(flag); }
void platform_flag_raise(int flag) {
    const uint64_t one = 1;
    if (write(flag, &one, sizeof one) < 0) return; /* only where the count is full, and then it is raised */
}
void platform_flag_clear(int flag) {
    uint64_t count;
    if (read(flag, &count, sizeof count) < 0) return; /* it was not raised */
}
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
