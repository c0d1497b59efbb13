/* A file that lines are appended to, and that one open at a time may write to. */
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first byte is locked by the open file, whose lock ends with its last descriptor and excludes this process too; the
 * second by the process, for its id alone, since the first lock does not tell who holds it. Neither has to exist. */
static struct flock lock_on(off_t byte) {
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
}

/* Descriptors that a forked child must not keep: the lock would outlive its owner. */
static _Atomic int held[64];

static void close_in_child(void) {
    for (size_t at = 0; at < sizeof held / sizeof *held; at++) {
        const int descriptor = atomic_exchange(&held[at], 0);
        if (descriptor > 0) close(descriptor);
    }
}

static void watch_forks(void) { pthread_atfork(NULL, NULL, close_in_child); }

static void hold(int descriptor) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    for (size_t at = 0; at < sizeof held / sizeof *held; at++) {
        int none = 0;
        if (atomic_compare_exchange_strong(&held[at], &none, descriptor)) return;
    }
}

static void forget(int descriptor) {
    for (size_t at = 0; at < sizeof held / sizeof *held; at++) {
        int mine = descriptor;
        if (atomic_compare_exchange_strong(&held[at], &mine, 0)) return;
    }
}

/* Else a file that was just made could lose its name with the power. */
static int sync_folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (folder == NULL) return ENOMEM;
    const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (descriptor < 0) return errno == EACCES ? 0 : errno; /* a folder may be writable and yet not readable */
    const int problem = fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
    close(descriptor);
    return problem;
}

static int lock(platform_journal *journal) {
    struct flock whole = lock_on(0), mine = lock_on(1);
    if (fcntl(journal->descriptor, F_OFD_SETLK, &whole) != 0) {
        const int problem = errno;
        if (problem != EAGAIN && problem != EACCES) return problem;
        const bool is_known = fcntl(journal->descriptor, F_GETLK, &mine) == 0 && mine.l_type != F_UNLCK;
        journal->holder = is_known ? mine.l_pid : 0;
        return EWOULDBLOCK;
    }
    fcntl(journal->descriptor, F_SETLK, &mine);
    return 0;
}

static int read_whole(platform_journal *journal, size_t most) {
    struct stat status;
    if (fstat(journal->descriptor, &status) != 0) return errno;
    if (!S_ISREG(status.st_mode)) return S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    if ((uintmax_t)status.st_size > most) return EFBIG;
    journal->bytes = malloc((size_t)status.st_size + 1);
    if (journal->bytes == NULL) return ENOMEM;
    while (journal->count < (size_t)status.st_size) {
        const ssize_t got = pread(
            journal->descriptor, journal->bytes + journal->count, (size_t)status.st_size - journal->count,
            (off_t)journal->count);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        if (got == 0) break;
        journal->count += (size_t)got;
    }
    return 0;
}

int platform_journal_open(platform_journal *journal, const char *path, size_t most) {
    *journal = (platform_journal){.descriptor = -1};
    const int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    do journal->descriptor = open(path, flags | O_CREAT | O_EXCL, 0600);
    while (journal->descriptor < 0 && errno == EINTR);
    if (journal->descriptor < 0 && errno == EEXIST) {
        journal->descriptor = open(path, flags);
    }
    if (journal->descriptor < 0) return errno;
    hold(journal->descriptor);
    int problem = lock(journal);
    if (problem == 0) problem = read_whole(journal, most);
    /* Whoever created it may have died before this. */
    if (problem == 0 && journal->count == 0) problem = sync_folder_of(path);
    if (problem != 0) platform_journal_close(journal);
    return problem;
}

int platform_journal_cut(platform_journal *journal, size_t count) {
    return ftruncate(journal->descriptor, (off_t)count) == 0 ? 0 : errno;
}

int platform_journal_append(platform_journal *journal, const void *line, size_t count) {
    struct stat before;
    if (fstat(journal->descriptor, &before) != 0) return errno;
    ssize_t written;
    do written = write(journal->descriptor, line, count);
    while (written < 0 && errno == EINTR);
    if (written == (ssize_t)count) return 0;
    const int problem = written < 0 ? errno : ENOSPC;
    /* A part of a line would be taken for one that a crash has torn. */
    if (written > 0 && ftruncate(journal->descriptor, before.st_size) != 0) return errno;
    return problem;
}

int platform_journal_sync(platform_journal *journal) { return fdatasync(journal->descriptor) == 0 ? 0 : errno; }

void platform_journal_close(platform_journal *journal) {
    free(journal->bytes);
    journal->bytes = NULL;
    journal->count = 0;
    if (journal->descriptor < 0) return;
    struct flock whole = lock_on(0);
    whole.l_type = F_UNLCK;
    fcntl(journal->descriptor, F_OFD_SETLK, &whole); /* a child that is being forked may have the descriptor as well */
    forget(journal->descriptor);
    close(journal->descriptor);
    journal->descriptor = -1;
}
