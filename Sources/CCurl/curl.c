#define _GNU_SOURCE
#include "CCurl.h"
#include "bundled.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* The system's first, because its updates apply. */
static const char *const candidates[] = {"libcurl.so.4", "libcurl-gnutls.so.4", BUNDLED_BESIDE, BUNDLED_UNDER_PREFIX};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static curl_library library;
static const curl_library *opened;
static char problem[1024];

/* ISO C has no cast from an object pointer to a function pointer; POSIX defines this one. */
#define FIND(member, name) (*(void **)&library.member = dlsym(handle, name))

static bool find_symbols(void *handle) {
    return FIND(easy_init, "curl_easy_init") && FIND(easy_cleanup, "curl_easy_cleanup") &&
           FIND(easy_setopt, "curl_easy_setopt") && FIND(easy_perform, "curl_easy_perform") &&
           FIND(easy_getinfo, "curl_easy_getinfo") && FIND(easy_strerror, "curl_easy_strerror") &&
           FIND(slist_append, "curl_slist_append") && FIND(slist_free_all, "curl_slist_free_all") &&
           FIND(version_info, "curl_version_info") && FIND(multi_init, "curl_multi_init") &&
           FIND(multi_cleanup, "curl_multi_cleanup") && FIND(multi_setopt, "curl_multi_setopt") &&
           FIND(multi_add_handle, "curl_multi_add_handle") && FIND(multi_remove_handle, "curl_multi_remove_handle") &&
           FIND(multi_socket_action, "curl_multi_socket_action") && FIND(multi_timeout, "curl_multi_timeout") &&
           FIND(multi_info_read, "curl_multi_info_read");
}

/* OpenSSL would take itself down while the process exits, under whichever threads are inside it then; once begun like
 * this, it leaves that to the end of the process. The number is OPENSSL_INIT_NO_ATEXIT, the same since 1.1.1. */
static void keep_to_the_end(void *handle) {
    int (*init)(uint64_t, const void *);
    *(void **)&init = dlsym(handle, "OPENSSL_init_crypto");
    if (init != NULL) init(0x00080000, NULL);
}

static bool start(void *handle) {
    keep_to_the_end(handle);
    CURLcode (*global_init)(long);
    *(void **)&global_init = dlsym(handle, "curl_global_init");
    return global_init != NULL && find_symbols(handle) && global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static void open_first(void) {
    size_t used = 0;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        void *handle = dlopen(candidates[i], RTLD_NOW | RTLD_LOCAL);
        if (handle != NULL && start(handle)) {
            if (bundled_is(candidates[i])) bundled_trust_machine(&library);
            opened = &library;
            return;
        }
        /* What dlerror says begins with the name. */
        const char *reason = handle == NULL ? dlerror() : NULL;
        if (used < sizeof problem)
            used += (size_t)snprintf(problem + used, sizeof problem - used, "%s%s%s", i ? "; " : "",
                                     reason != NULL ? reason : candidates[i],
                                     reason != NULL ? "" : ": it lacks functions or did not start");
    }
}

const curl_library *curl_library_open(void) {
    pthread_once(&once, open_first);
    return opened;
}

const char *curl_library_problem(void) { return problem; }

const char *curl_library_version(const curl_library *l) { return l->version_info(CURLVERSION_NOW)->version; }
unsigned int curl_library_version_number(const curl_library *l) { return l->version_info(CURLVERSION_NOW)->version_num; }

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context;
    (void)purpose;
    const int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    return opened < 0 ? CURL_SOCKET_BAD : opened;
}

CURLcode curl_close_on_exec(const curl_library *l, CURL *c) {
    return l->easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, (curl_opensocket_callback)open_socket);
}

static curl_socket_t open_corked_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    const curl_socket_t opened = open_socket(context, purpose, address);
    const int yes = 1;
    if (opened != CURL_SOCKET_BAD) setsockopt(opened, IPPROTO_TCP, TCP_CORK, &yes, sizeof yes);
    return opened;
}

CURLcode curl_close_on_exec_and_cork(const curl_library *l, CURL *c) {
    return l->easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, (curl_opensocket_callback)open_corked_socket);
}

void curl_flush(curl_socket_t socket) {
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* sends what the cork holds back (tcp(7)) */
}

/* The two descriptors that the system gives next, if nobody else asks meanwhile. */
struct next_two {
    int descriptor[2];
};

static struct next_two next_two(void) {
    struct next_two next = {{eventfd(0, EFD_CLOEXEC), eventfd(0, EFD_CLOEXEC)}};
    for (int i = 0; i < 2; i++)
        if (next.descriptor[i] >= 0) close(next.descriptor[i]);
    return next;
}

/* Whether it is one end of a pair of local sockets that does not block and that children would inherit. */
static bool is_inherited_end(int descriptor) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (descriptor < 0 || getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) return false;
    return address.ss_family == AF_UNIX && length == sizeof(sa_family_t) && (fcntl(descriptor, F_GETFL) & O_NONBLOCK) &&
           !(fcntl(descriptor, F_GETFD) & FD_CLOEXEC);
}

/* Versions before 8.4 make the pair that wakes a sleeper without close-on-exec, and hand it to nobody: it is found by
 * the numbers that it must have got. Where another thread was faster, the pair stays as it is. */
static void keep_pair_from_children(struct next_two next) {
    const int one = next.descriptor[0], other = next.descriptor[1];
    if (!is_inherited_end(one) || !is_inherited_end(other)) return;
    fcntl(one, F_SETFD, FD_CLOEXEC);
    fcntl(other, F_SETFD, FD_CLOEXEC);
}

CURLM *curl_many_open(const curl_library *l) {
    const struct next_two next = next_two();
    CURLM *many = l->multi_init();
    keep_pair_from_children(next);
    return many;
}

CURL *curl_open_alone(const curl_library *l) {
    CURL *handle = l->easy_init();
    const struct next_two next = next_two();
    if (handle == NULL) return NULL;
    l->easy_perform(handle); /* without a URL: it fails at once, and has made its pair */
    keep_pair_from_children(next);
    return handle;
}
