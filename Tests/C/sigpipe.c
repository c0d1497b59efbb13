/*
 * sigpipe.c - preloaded into a program: every write to a socket raises SIGPIPE first, as the kernel does when the other
 * side has gone. Which writes can meet that depends on the order of packets, and on libcurl: before 7.87 its TLS wrote
 * without MSG_NOSIGNAL. Here each of them does.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t write(int fd, const void *data, size_t size) {
    struct stat about;
    if (fstat(fd, &about) == 0 && S_ISSOCK(about.st_mode)) raise(SIGPIPE);
    return syscall(SYS_write, fd, data, size);
}

ssize_t send(int fd, const void *data, size_t size, int flags) {
    raise(SIGPIPE);
    return syscall(SYS_sendto, fd, data, size, flags, NULL, 0);
}
