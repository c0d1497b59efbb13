/* Put before a program by LD_PRELOAD: looking up names takes as long as the file that SLOW_RESOLVER names exists. */
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    (void)node, (void)service, (void)hints, (void)result;
    while (access(getenv("SLOW_RESOLVER"), F_OK) == 0) usleep(10000);
    return EAI_AGAIN;
}
