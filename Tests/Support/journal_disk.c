/* Put before a driver by LD_PRELOAD: a disk that does what JOURNAL_DISK says, at the sync of that number (from 1).
 * "kill-before N", "kill-after N", "fail N": the driver is killed before or after the disk has it, or gets EIO;
 * "hang N": the disk does not answer for as long as the file that JOURNAL_HOLD names exists; "count": a byte to the
 * file that JOURNAL_SYNCS names, each time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int syncs;

static int synced(const char *name, int descriptor) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *order = getenv("JOURNAL_DISK");
    const char *number = order == NULL ? NULL : strchr(order, ' ');
    const char *counted = getenv("JOURNAL_SYNCS");
    const int is_it = ++syncs == (number == NULL ? -1 : atoi(number));
    if (counted != NULL) {
        const int file = open(counted, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (write(file, name, 1) < 0) abort();
        close(file);
    }
    if (is_it && strncmp(order, "kill-before", 11) == 0) kill(getpid(), SIGKILL);
    if (is_it && strncmp(order, "fail", 4) == 0) return errno = EIO, -1;
    if (is_it && strncmp(order, "hang", 4) == 0) while (access(getenv("JOURNAL_HOLD"), F_OK) == 0) usleep(5000);
    const int result = real(descriptor);
    if (is_it && strncmp(order, "kill-after", 10) == 0) kill(getpid(), SIGKILL);
    return result;
}

int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }
