/* The host's callback for lines of the log. Whoever takes it away waits until it runs nowhere any more. */
#include "CPlatform.h"

#include <pthread.h>
#include <stdatomic.h>

/* A thread inside the callback. It is on that thread's stack. */
struct visitor {
    pthread_t thread;
    struct visitor *next;
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t one_left;
    platform_log_callback callback;
    void *context;
    struct visitor *inside;
} host = {.mutex = PTHREAD_MUTEX_INITIALIZER, .one_left = PTHREAD_COND_INITIALIZER};

/* Of host.callback, for those who need not lock because there is none. */
static atomic_bool has_callback;

/* This thread where it is inside. The mutex is held. */
static struct visitor *self(void) {
    struct visitor *visitor = host.inside;
    while (visitor != NULL && !pthread_equal(visitor->thread, pthread_self())) visitor = visitor->next;
    return visitor;
}

static void before_fork(void) { pthread_mutex_lock(&host.mutex); }
static void after_fork(void) { pthread_mutex_unlock(&host.mutex); }

/* A child has no thread but this one. */
static void in_child(void) {
    pthread_mutex_init(&host.mutex, NULL);
    pthread_cond_init(&host.one_left, NULL);
    host.inside = self();
    if (host.inside != NULL) host.inside->next = NULL;
}

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(before_fork, after_fork, in_child); }

void platform_log_set_callback(platform_log_callback callback, void *context) {
    pthread_mutex_lock(&host.mutex);
    host.callback = callback;
    host.context = context;
    atomic_store(&has_callback, callback != NULL);
    /* From inside it, that would be waiting for itself. */
    while (host.inside != NULL && self() == NULL) pthread_cond_wait(&host.one_left, &host.mutex);
    pthread_mutex_unlock(&host.mutex);
}

bool platform_log_has_callback(void) {
    if (!atomic_load(&has_callback)) return false;
    pthread_mutex_lock(&host.mutex);
    const bool is_inside = self() != NULL;
    pthread_mutex_unlock(&host.mutex);
    return !is_inside;
}

void platform_log_call(const char *line, size_t length) {
    pthread_mutex_lock(&host.mutex);
    const platform_log_callback callback = self() == NULL ? host.callback : NULL;
    void *const context = host.context;
    struct visitor visitor = {pthread_self(), host.inside};
    if (callback != NULL) host.inside = &visitor;
    pthread_mutex_unlock(&host.mutex);
    if (callback == NULL) return;

    callback(context, line, length);

    pthread_mutex_lock(&host.mutex);
    struct visitor **place = &host.inside;
    while (*place != &visitor) place = &(*place)->next;
    *place = visitor.next;
    pthread_cond_broadcast(&host.one_left);
    pthread_mutex_unlock(&host.mutex);
}
