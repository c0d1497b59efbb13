/* A canned server: answers every start alike and does little else, so that it is not what is measured.
 *
 *   server CERTIFICATE KEY [RATE retry-after|words|nothing]
 *
 * It prints its two ports, of http and of https, ends with its standard input, and prints how many it has answered and
 * refused. With a RATE it answers so many in each second and says so in the way that is named. One thread, connections
 * kept alive; it reads a request as far as it must to find its end, and no further.
 */
#include "reply.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

struct peer {
    int socket, tls_expected;
    SSL *tls;
    size_t count;
    char bytes[16384];
};

static int poller;
static SSL_CTX *context;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int socket, void *who) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event) != 0) fail("epoll_ctl");
}

static struct peer *listening(int tls) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    struct peer *peer = calloc(1, sizeof *peer);
    peer->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    peer->tls_expected = tls;
    if (bind(peer->socket, (struct sockaddr *)&address, size) != 0 || listen(peer->socket, 1024) != 0) fail("listen");
    getsockname(peer->socket, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    watch(peer->socket, peer);
    return peer;
}

static void let_in(const struct peer *door) {
    int one = 1, socket;
    while ((socket = accept4(door->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct peer *peer = calloc(1, sizeof *peer);
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        peer->socket = socket;
        if (door->tls_expected) {
            peer->tls = SSL_new(context);
            SSL_set_fd(peer->tls, socket);
            SSL_set_accept_state(peer->tls);
        }
        watch(socket, peer);
    }
}

static void drop(struct peer *peer) {
    SSL_free(peer->tls);
    close(peer->socket);
    free(peer);
}

/* How long the first request in the buffer is; 0 while its end has not come. */
static size_t whole(const struct peer *peer) {
    static const char name[] = "\r\ncontent-length:";
    const char *blank = memmem(peer->bytes, peer->count, "\r\n\r\n", 4);
    size_t head, length = 0;
    if (blank == NULL) return 0;
    head = blank + 4 - peer->bytes;
    for (const char *at = peer->bytes; at < blank; at++) {
        if (*at != '\r' || strncasecmp(at, name, sizeof name - 1) != 0) continue;
        length = strtoul(at + sizeof name - 1, NULL, 10);
    }
    return peer->count >= head + length ? head + length : 0;
}

/* 0 when the peer is gone. A reply is small: a socket that does not take it whole belongs to nobody who measures. */
static int answer(struct peer *peer) {
    size_t size;
    while ((size = whole(peer)) > 0) {
        const struct reply *reply = next_reply();
        ssize_t sent = peer->tls != NULL ? SSL_write(peer->tls, reply->bytes, (int)reply->size)
                                         : send(peer->socket, reply->bytes, reply->size, MSG_NOSIGNAL);
        if (sent != (ssize_t)reply->size) return 0;
        memmove(peer->bytes, peer->bytes + size, peer->count -= size);
    }
    return peer->count < sizeof peer->bytes - 1;
}

static int serve(struct peer *peer) {
    char *end = peer->bytes + peer->count;
    size_t room = sizeof peer->bytes - 1 - peer->count;
    ssize_t got = peer->tls != NULL ? SSL_read(peer->tls, end, (int)room) : recv(peer->socket, end, room, 0);
    if (got <= 0) {
        if (peer->tls != NULL) return SSL_get_error(peer->tls, (int)got) == SSL_ERROR_WANT_READ;
        return got < 0 && errno == EAGAIN;
    }
    peer->count += got;
    peer->bytes[peer->count] = 0;
    return answer(peer) && (peer->tls == NULL || SSL_pending(peer->tls) == 0 || serve(peer));
}

int main(int argc, char **argv) {
    struct epoll_event events[256];
    struct peer *plain, *secure;
    if (argc != 3 && argc != 5) return fprintf(stderr, "usage: server CERTIFICATE KEY [RATE SAYING]\n"), 64;
    if (argc == 5) limit_to(atol(argv[3]), argv[4]);
    signal(SIGPIPE, SIG_IGN);
    context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, argv[1]) != 1) fail(argv[1]);
    if (SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1) fail(argv[2]);
    poller = epoll_create1(EPOLL_CLOEXEC);
    plain = listening(0);
    secure = listening(1);
    fflush(stdout);
    watch(STDIN_FILENO, NULL);
    for (;;) {
        int ready = epoll_wait(poller, events, 256, -1);
        write_replies();
        for (int i = 0; i < ready; i++) {
            struct peer *peer = events[i].data.ptr;
            if (peer == NULL) return printf("%ld %ld\n", answered, refused), 0;
            if (peer == plain || peer == secure) let_in(peer);
            else if (!serve(peer)) drop(peer);
        }
    }
}
