/* The debug log on standard error. It never blocks and never writes to what is not standard error: a line that would
   do either is dropped and counted. */
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 0x00000008
#endif

/* A terminal says that it has room, not how much; this much fits where it says so. */
#define TERMINAL_PART 64

/* What descriptor 2 was when the library was loaded. */
static struct {
    bool is_open;
    dev_t device;
    ino_t node;
    mode_t mode;
} at_load;

/* The process that writes a line at the moment; 0 for none. A child that inherits it takes it over. */
static atomic_int writer;
static atomic_ulong dropped;
/* The last line is there in part. */
static atomic_bool is_torn;

/* Whether descriptor 2 may be a standard error: it outlives exec and can be written to. A network connection is none,
   even where inetd has put it there. */
static bool may_be_standard_error(const struct stat *status) {
    const int flags = fcntl(STDERR_FILENO, F_GETFL);
    const int inherited = fcntl(STDERR_FILENO, F_GETFD);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || inherited < 0 || (inherited & FD_CLOEXEC) != 0) return false;
    if (!S_ISSOCK(status->st_mode)) return true;
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    return getsockname(STDERR_FILENO, (struct sockaddr *)&address, &length) == 0 && address.ss_family == AF_UNIX;
}

__attribute__((constructor)) static void note_standard_error(void) {
    struct stat status;
    at_load.is_open = fstat(STDERR_FILENO, &status) == 0 && may_be_standard_error(&status);
    if (!at_load.is_open) return;
    at_load.device = status.st_dev;
    at_load.node = status.st_ino;
    at_load.mode = status.st_mode;
}

/* Whether descriptor 2 is standard error still. A host may have closed it, and whatever it opened next has its number:
   a socket, a file of data. It is taken for a new standard error only where it is of the same type, is open for writing,
   and stays open in the host's children, as what dup2 puts there does. */
static bool is_standard_error(struct stat *status) {
    if (!at_load.is_open || fstat(STDERR_FILENO, status) != 0) return false;
    if (status->st_dev == at_load.device && status->st_ino == at_load.node) {
        return (status->st_mode & S_IFMT) == (at_load.mode & S_IFMT);
    }
    if ((status->st_mode & S_IFMT) != (at_load.mode & S_IFMT) || S_ISSOCK(status->st_mode)) return false;
    return may_be_standard_error(status);
}

static bool has_room(void) {
    struct pollfd standard_error = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&standard_error, 1, 0) == 1 && (standard_error.revents & POLLOUT) != 0;
}

/* How much of it was written, without waiting. */
static ssize_t write_part(const struct stat *status, const char *bytes, size_t count) {
    if (S_ISREG(status->st_mode)) return write(STDERR_FILENO, bytes, count);
    if (S_ISSOCK(status->st_mode)) return send(STDERR_FILENO, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (!has_room()) return -1;
    if (S_ISFIFO(status->st_mode)) {
        /* A pipe with room takes this much whole. Where the kernel can, it is also asked not to wait, should another
           process have filled it by now. */
        const struct iovec part = {(void *)bytes, count < PIPE_BUF ? count : PIPE_BUF};
        const ssize_t written = syscall(SYS_pwritev2, STDERR_FILENO, &part, 1, -1L, -1L, RWF_NOWAIT);
        if (written >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL && errno != ESPIPE)) {
            return written;
        }
        return write(STDERR_FILENO, part.iov_base, part.iov_len);
    }
    const size_t most = isatty(STDERR_FILENO) ? TERMINAL_PART : count;
    return write(STDERR_FILENO, bytes, count < most ? count : most);
}

/* Answers whether all of it was written. */
static bool write_whole(const struct stat *status, const char *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        const ssize_t written = write_part(status, bytes + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        done += (size_t)written;
    }
    if (done > 0) atomic_store(&is_torn, done < count);
    return done == count;
}

static bool begin_writing(void) {
    const int own = (int)getpid();
    for (int turn = 0; turn < 1000; turn++) {
        int found = 0;
        if (atomic_compare_exchange_strong(&writer, &found, own)) return true;
        if (found != own && atomic_compare_exchange_strong(&writer, &found, own)) return true;
        sched_yield();
    }
    return false;
}

static bool write_line(const struct stat *status, const char *bytes, size_t count) {
    if (atomic_load(&is_torn) && !write_whole(status, "\n", 1)) return false;
    const unsigned long lost = atomic_exchange(&dropped, 0);
    if (lost > 0) {
        char note[160];
        const int length = snprintf(
            note, sizeof note,
            "codearts-deploy 0: {\"event\":\"dropped\",\"count\":%lu,\"message\":\"%lu line%s of the log %s dropped.\"}\n",
            lost, lost, lost == 1 ? "" : "s", lost == 1 ? "was" : "were");
        if (!write_whole(status, note, (size_t)length)) {
            atomic_fetch_add(&dropped, lost);
            return false;
        }
    }
    return write_whole(status, bytes, count);
}

void platform_log(const void *bytes, size_t count) {
    struct stat status;
    if (!is_standard_error(&status)) return;
    const platform_signal_guard guard = platform_sigpipe_hold();
    bool is_written = false;
    if (begin_writing()) {
        is_written = write_line(&status, bytes, count);
        atomic_store(&writer, 0);
    }
    if (!is_written) atomic_fetch_add(&dropped, 1);
    platform_signals_release(guard);
}
