#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
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

bool platform_is_folder(const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) return false;
    closedir(folder);
    return access(path, X_OK) == 0;
}


struct platform_file_read {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
    int holders; /* the reader, and the one who asked */
    bool is_done;
    bool is_abandoned;
    platform_file file;
    size_t most;
    char path[];
};

static void let_go_of(platform_file_read *read) {
    pthread_mutex_lock(&read->mutex);
    const bool is_last = --read->holders == 0;
    pthread_mutex_unlock(&read->mutex);
    if (!is_last) return;
    if (read->file.bytes != NULL) explicit_bzero(read->file.bytes, read->file.count);
    free(read->file.bytes);
    pthread_cond_destroy(&read->condition);
    pthread_mutex_destroy(&read->mutex);
    free(read);
}

static ssize_t read_some(int descriptor, void *bytes, size_t most) { return read(descriptor, bytes, most); }

static bool is_abandoned(platform_file_read *read) {
    pthread_mutex_lock(&read->mutex);
    const bool is = read->is_abandoned;
    pthread_mutex_unlock(&read->mutex);
    return is;
}

/* More room for a secret, and none of it left behind. */
static bool grow(platform_file *file, size_t *room, size_t most) {
    const size_t more = *room == 0 ? 4096 : *room * 4;
    const size_t next = more > most + 1 ? most + 1 : more;
    char *bytes = next > *room ? malloc(next) : NULL;
    if (bytes == NULL) return false;
    if (file->bytes != NULL) {
        memcpy(bytes, file->bytes, file->count);
        explicit_bzero(file->bytes, file->count);
        free(file->bytes);
    }
    file->bytes = bytes;
    *room = next;
    return true;
}

static void read_whole(platform_file_read *read, int descriptor, platform_file *file) {
    size_t room = 0;
    while (file->count <= read->most) {
        if (file->count == room && !grow(file, &room, read->most)) break;
        if (is_abandoned(read)) break; /* what stands in a pipe by now is for whoever reads it next */
        const ssize_t got = read_some(descriptor, file->bytes + file->count, room - file->count);
        if (got == 0) return;
        if (got > 0) file->count += (size_t)got;
        else if (errno == EAGAIN) {
            /* A pipe that nobody has written to, or not all. */
            struct pollfd wait = {.fd = descriptor, .events = POLLIN};
            if (is_abandoned(read)) break;
            poll(&wait, 1, 100);
        } else if (errno != EINTR) {
            file->problem = errno;
            return;
        }
    }
    file->problem = EFBIG;
}

/* Until somebody has opened its other end, a pipe would read as empty. */
static void wait_for_writer(platform_file_read *read, int descriptor) {
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    while (poll(&wait, 1, 100) == 0 && !is_abandoned(read)) {}
}

/* Nothing of the host runs here: a mount that hangs holds up this thread and no other. */
static void read_file(void *context) {
    platform_file_read *read = context;
    platform_file file = {0};
    struct stat status;
    const int descriptor = open(read->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) file.problem = errno;
    else {
        file.is_open_to_others = (status.st_mode & S_IROTH) != 0 && S_ISREG(status.st_mode);
        file.is_regular = S_ISREG(status.st_mode);
        if (S_ISDIR(status.st_mode)) file.problem = EISDIR;
        else if (S_ISFIFO(status.st_mode)) wait_for_writer(read, descriptor);
        if (file.problem == 0) read_whole(read, descriptor, &file);
    }
    if (descriptor >= 0) close(descriptor);
    pthread_mutex_lock(&read->mutex);
    read->file = file;
    read->is_done = true;
    pthread_cond_broadcast(&read->condition);
    pthread_mutex_unlock(&read->mutex);
    let_go_of(read);
}

platform_file_read *platform_file_read_begin(const char *path, size_t most) {
    const size_t length = strlen(path) + 1;
    platform_file_read *read = calloc(1, sizeof *read + length);
    pthread_condattr_t attributes;
    if (read == NULL) abort();
    memcpy(read->path, path, length);
    pthread_mutex_init(&read->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&read->condition, &attributes);
    pthread_condattr_destroy(&attributes);
    read->most = most;
    read->holders = 2;
    if (!platform_thread_start(read_file, read)) {
        read->file.problem = EAGAIN;
        read->is_done = true;
        read->holders = 1;
    }
    return read;
}

const platform_file *platform_file_read_wait(platform_file_read *read, int64_t milliseconds) {
    const int64_t until_ms = platform_monotonic_ms() + milliseconds;
    const struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    pthread_mutex_lock(&read->mutex);
    while (!read->is_done && pthread_cond_timedwait(&read->condition, &read->mutex, &until) != ETIMEDOUT) {}
    const bool is_done = read->is_done;
    pthread_mutex_unlock(&read->mutex);
    return is_done ? &read->file : NULL; /* once it is done nobody writes to it */
}

void platform_file_read_end(platform_file_read *read) {
    pthread_mutex_lock(&read->mutex);
    read->is_abandoned = true;
    pthread_mutex_unlock(&read->mutex);
    let_go_of(read);
}

int32_t platform_process_id(void) { return (int32_t)getpid(); }

int64_t platform_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t platform_boot_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0) return platform_monotonic_ms();
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t platform_unix_seconds(void) { return (int64_t)time(NULL); }

int64_t platform_unix_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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

struct platform_condition {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
};

platform_condition *platform_condition_new(void) {
    platform_condition *signal = malloc(sizeof *signal);
    pthread_condattr_t attributes;
    if (signal == NULL) abort();
    pthread_mutex_init(&signal->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&signal->condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return signal;
}

void platform_condition_free(platform_condition *signal) {
    pthread_cond_destroy(&signal->condition);
    pthread_mutex_destroy(&signal->mutex);
    free(signal);
}

void platform_condition_acquire(platform_condition *signal) { pthread_mutex_lock(&signal->mutex); }
void platform_condition_release(platform_condition *signal) { pthread_mutex_unlock(&signal->mutex); }
void platform_condition_wake_all(platform_condition *signal) { pthread_cond_broadcast(&signal->condition); }
bool platform_condition_wait(platform_condition *signal, int64_t until_ms) {
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

int platform_waker_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
void platform_waker_free(int flag) { close(flag); }
void platform_waker_raise(int flag) {
    const uint64_t one = 1;
    if (write(flag, &one, sizeof one) < 0) return; /* only where the count is full, and then it is raised */
}
void platform_waker_clear(int flag) {
    uint64_t count;
    if (read(flag, &count, sizeof count) < 0) return; /* it was not raised */
}
/* A thread that does not hold SIGPIPE back already has none waiting. */
static platform_signal_guard hold(const sigset_t *signals) {
    platform_signal_guard guard = {.was_pending = false, .active = false};
    sigset_t pending;
    guard.active = pthread_sigmask(SIG_BLOCK, signals, &guard.previous) == 0;
    if (guard.active && sigismember(&guard.previous, SIGPIPE) == 1)
        guard.was_pending = sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
    return guard;
}

platform_signal_guard platform_sigpipe_hold(void) {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    return hold(&pipe);
}

platform_signal_guard platform_signals_hold(void) {
    static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
    sigset_t held;
    sigfillset(&held);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&held, faults[i]);
    return hold(&held);
}

void platform_signals_release(platform_signal_guard guard) {
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

/* Whether one waits that the host would hear of. */
static bool is_signal_waiting(const platform_signal_guard *guard) {
    sigset_t pending;
    if (sigpending(&pending) != 0) return false;
    sigdelset(&pending, SIGPIPE);
    if (sigisemptyset(&pending)) return false;
    for (int number = 1; number < NSIG; number++)
        if (sigismember(&pending, number) == 1 && sigismember(&guard->previous, number) == 0) return true;
    return false;
}

bool platform_poll(struct pollfd *watched, size_t count, int64_t milliseconds, const platform_signal_guard *guard) {
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    sigset_t let_in;
    if (guard != NULL) {
        let_in = guard->previous;
        sigaddset(&let_in, SIGPIPE);
    }
    const int ready = ppoll(watched, count, &time, guard != NULL ? &let_in : NULL);
    if (ready < 0) {
        for (size_t i = 0; i < count; i++) watched[i].revents = 0;
        return guard == NULL;
    }
    /* The kernel looks for signals only where it finds nothing else. */
    return guard == NULL || ready == 0 || !is_signal_waiting(guard);
}
