/* libcurl, opened on first use. Validation, version and status names need none of it, and loading it costs several
 * times more than loading this library. Each wrapper exists because Swift cannot call a C variadic function. */
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/* The entry points of the libcurl that was found. */
typedef struct curl_library {
    CURL *(*easy_init)(void);
    void (*easy_cleanup)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    const char *(*easy_strerror)(CURLcode);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
    curl_version_info_data *(*version_info)(CURLversion, ...);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_cleanup)(CURLM *);
    CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
    CURLMcode (*multi_add_handle)(CURLM *, CURL *);
    CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
    CURLMcode (*multi_socket_action)(CURLM *, curl_socket_t, int, int *);
    CURLMcode (*multi_timeout)(CURLM *, long *);
    CURLMsg *(*multi_info_read)(CURLM *, int *);
} curl_library;

/* Opens libcurl once a process, the first that loads of: the system's libcurl.so.4 and libcurl-gnutls.so.4, then the
 * copy that travels with this library (bundled.h), beside it or under its prefix. NULL where none can be used; then
 * curl_library_problem() says why. Both answers stay the same for the life of the process. */
const curl_library *curl_library_open(void);
const char *curl_library_problem(void);

/* "7.88.1" and 0x075801 of the library that was opened. */
const char *curl_library_version(const curl_library *library);
unsigned int curl_library_version_number(const curl_library *library);

typedef size_t (*curl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);

/* curl_easy_setopt, one wrapper for each type of argument. */
static inline CURLcode curl_set_long(const curl_library *l, CURL *c, CURLoption o, long v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_offset(const curl_library *l, CURL *c, CURLoption o, curl_off_t v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_text(const curl_library *l, CURL *c, CURLoption o, const char *v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_context(const curl_library *l, CURL *c, CURLoption o, void *v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_buffer(const curl_library *l, CURL *c, CURLoption o, char *v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_list(const curl_library *l, CURL *c, CURLoption o, struct curl_slist *v) { return l->easy_setopt(c, o, v); }
static inline CURLcode curl_set_callback(const curl_library *l, CURL *c, CURLoption o, curl_bytes_callback v) { return l->easy_setopt(c, o, v); }

/* CURLOPT_PROTOCOLS, whose name is deprecated since 7.85; its successor does not exist before that. */
static inline CURLcode curl_allow_http_only(const curl_library *l, CURL *c) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    return l->easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#pragma GCC diagnostic pop
}

/* curl_easy_getinfo for the types that are read; -1 where the library does not know the value. */
static inline long curl_get_long(const curl_library *l, CURL *c, CURLINFO i) {
    long value = -1;
    return l->easy_getinfo(c, i, &value) == CURLE_OK ? value : -1;
}
static inline curl_off_t curl_get_offset(const curl_library *l, CURL *c, CURLINFO i) {
    curl_off_t value = -1;
    return l->easy_getinfo(c, i, &value) == CURLE_OK ? value : -1;
}

static inline void *curl_get_context(const curl_library *l, CURL *c) {
    char *value = NULL;
    return l->easy_getinfo(c, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

/* The other calls, so that Swift need not unwrap function pointers. */
static inline CURL *curl_open(const curl_library *l) { return l->easy_init(); }
/* The same for a handle that is moved by curl_perform: makes what that needs, with nothing of it for the host's children. */
CURL *curl_open_alone(const curl_library *library);
/* CURLOPT_OPENSOCKETFUNCTION: with SOCK_CLOEXEC, which versions before 8.10 leave out. */
CURLcode curl_close_on_exec(const curl_library *library, CURL *handle);
/* The same with TCP_CORK: a request whose body libcurl may read only once is written in two parts, headers and body, and
 * leaves in one packet when it is flushed. Whoever moves the transfer flushes the socket after each move. */
CURLcode curl_close_on_exec_and_cork(const curl_library *library, CURL *handle);
void curl_flush(curl_socket_t socket);
static inline void curl_close(const curl_library *l, CURL *c) { l->easy_cleanup(c); }
static inline CURLcode curl_perform(const curl_library *l, CURL *c) { return l->easy_perform(c); }
static inline const char *curl_reason(const curl_library *l, CURLcode code) { return l->easy_strerror(code); }
static inline struct curl_slist *curl_list_append(const curl_library *l, struct curl_slist *list, const char *line) { return l->slist_append(list, line); }
static inline void curl_list_free(const curl_library *l, struct curl_slist *list) { l->slist_free_all(list); }

/* Many transfers at once. */
CURLM *curl_many_open(const curl_library *library);
static inline void curl_many_close(const curl_library *l, CURLM *m) { l->multi_cleanup(m); }
static inline CURLMcode curl_many_set_long(const curl_library *l, CURLM *m, CURLMoption o, long v) { return l->multi_setopt(m, o, v); }
static inline CURLMcode curl_many_add(const curl_library *l, CURLM *m, CURL *c) { return l->multi_add_handle(m, c); }
static inline CURLMcode curl_many_remove(const curl_library *l, CURLM *m, CURL *c) { return l->multi_remove_handle(m, c); }
/* CURLMOPT_SOCKETFUNCTION: who is told which sockets to watch, and for what (CURL_POLL_IN, ...). */
static inline CURLMcode curl_many_set_watcher(const curl_library *l, CURLM *m, curl_socket_callback v, void *context) {
    const CURLMcode code = l->multi_setopt(m, CURLMOPT_SOCKETDATA, context);
    return code == CURLM_OK ? l->multi_setopt(m, CURLMOPT_SOCKETFUNCTION, v) : code;
}

/* Moves the transfers of a socket for which this came (CURL_CSELECT_IN, ...), or those whose time has come. */
static inline CURLMcode curl_many_move(const curl_library *l, CURLM *m, curl_socket_t socket, int events) {
    int running;
    return l->multi_socket_action(m, socket, events, &running);
}
static inline CURLMcode curl_many_move_due(const curl_library *l, CURLM *m) { return curl_many_move(l, m, CURL_SOCKET_TIMEOUT, 0); }

/* In how many ms the time of one comes; -1 where none waits for it. */
static inline long curl_many_due(const curl_library *l, CURLM *m) {
    long milliseconds = -1;
    return l->multi_timeout(m, &milliseconds) == CURLM_OK ? milliseconds : -1;
}

/* The next transfer that ended, and how; NULL where there is none. CURLMsg has a union, which Swift reads clumsily. */
static inline CURL *curl_many_next_ended(const curl_library *l, CURLM *m, CURLcode *code) {
    int left;
    for (CURLMsg *message = l->multi_info_read(m, &left); message != NULL; message = l->multi_info_read(m, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        *code = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

#endif
