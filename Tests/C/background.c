/*
 * background.c - the library as a C host uses it in the background. Driven by test_c_background.py, plain and under
 * valgrind.
 *
 *     background life           submits, waits, follows, cancels and frees in every order
 *     background loop COUNT     COUNT starts in a poll loop, as an event loop has them
 *     background many COUNT     COUNT starts as one batch whose results are streamed
 *     background lost COUNT     COUNT starts, of which none may get a usable answer
 *     background signals COUNT  COUNT starts while signals rain; none may be delivered to another thread than main's
 */
#define _XOPEN_SOURCE 700
#include <codearts_deploy.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TASK "d2dc947ec2424d8789bb3984bb3adf45"
#define REQUEST "{\"task_id\": \"" TASK "\", \"params\": [{\"key\": \"k\", \"value\": \"v\", \"type\": \"text\"}]}"

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

static cad_client *new_client(void) {
    cad_client *client;
    cad_buffer out;
    EXPECT(cad_client_new(NULL, &client, &out) == CAD_OK);
    cad_buffer_free(&out);
    return client;
}

static cad_operation *submit(const cad_client *client, const char *name, const char *request) {
    cad_operation *operation;
    cad_buffer out;
    cad_status status = cad_client_submit(client, name, request, &operation, &out);
    if (status != CAD_OK) fprintf(stderr, "%s\n", out.data);
    EXPECT(status == CAD_OK && operation != NULL && strcmp(out.data, "{}") == 0);
    cad_buffer_free(&out);
    return operation;
}

static cad_operation *start(const cad_client *client) { return submit(client, "start_deploy_task", REQUEST); }

/* Waits for the end and looks for a part of its document. */
static cad_status end(cad_operation *operation, const char *part) {
    cad_buffer out;
    cad_status status = cad_operation_wait(operation, -1, &out);
    EXPECT(out.data != NULL && strlen(out.data) == out.len);
    if (strstr(out.data, part) == NULL) fprintf(stderr, "no %s in %s\n", part, out.data);
    EXPECT(strstr(out.data, part) != NULL);
    cad_buffer_free(&out);
    return status;
}

static void life(void) {
    cad_buffer out;
    cad_client *client = new_client();
    cad_operation *first = start(client), *second = start(client), *third;
    EXPECT(cad_operation_id(first) != cad_operation_id(second));
    EXPECT(end(second, "\"_meta\"") == CAD_OK && end(first, "\"_meta\"") == CAD_OK && end(first, "\"id\"") == CAD_OK);
    EXPECT(cad_operation_next_event(first, -1, &out) == CAD_OK && strstr(out.data, "\"attempt\"") != NULL);
    cad_buffer_free(&out);
    EXPECT(cad_operation_next_event(first, -1, &out) == CAD_END && out.data == NULL && out.len == 0);
    cad_operation_cancel(first);
    cad_operation_free(first);

    EXPECT(cad_client_submit(client, "start_deploy_task", "{}", &third, &out) == CAD_E_VALIDATION && third == NULL);
    cad_buffer_free(&out);
    third = start(client);
    cad_operation_cancel(third);
    cad_operation_cancel(third);
    (void)end(third, "{");
    cad_operation_free(third);
    cad_operation_free(start(client));

    third = start(client);
    cad_client_free(client); /* which the operations keep alive */
    EXPECT(end(third, "\"_meta\"") == CAD_OK);
    cad_operation_free(third);
    EXPECT(end(second, "\"_meta\"") == CAD_OK);
    cad_operation_free(second);
}

static void loop(int count) {
    cad_client *client = new_client();
    struct pollfd news = {0, POLLIN, 0};
    cad_operation **operations = calloc((size_t)count, sizeof *operations);
    int ended = 0, i;
    uint64_t id;
    EXPECT(operations != NULL);
    news.fd = cad_client_fd(client);
    EXPECT(news.fd >= 0);
    for (i = 0; i < count; i++) operations[i] = start(client);
    while (ended < count) {
        EXPECT(poll(&news, 1, 60000) == 1);
        while (cad_client_next_ready(client, &id) == CAD_OK) {
            cad_buffer out;
            for (i = 0; i < count && cad_operation_id(operations[i]) != id; i++) continue;
            EXPECT(i < count);
            if (cad_operation_wait(operations[i], 0, &out) == CAD_PENDING) continue;
            EXPECT(out.data != NULL && strstr(out.data, "\"_meta\"") != NULL);
            cad_buffer_free(&out);
            cad_operation_free(operations[i]);
            operations[i] = NULL;
            ended++;
        }
        EXPECT(id == 0);
    }
    EXPECT(poll(&news, 1, 0) == 0);
    free(operations);
    cad_client_free(client);
}

static void many(int count) {
    static const char head[] = "{\"results\": \"stream\", \"items\": [";
    cad_client *client = new_client();
    char *request = malloc(sizeof head + (size_t)count * sizeof REQUEST + 2), *at = request;
    cad_operation *operation;
    cad_buffer out;
    int results = 0, i;
    char counts[64];
    EXPECT(request != NULL);
    at += sprintf(at, "%s", head);
    for (i = 0; i < count; i++) at += sprintf(at, "%s%s", i > 0 ? "," : "", REQUEST);
    sprintf(at, "]}");
    operation = submit(client, "start_many", request);
    free(request);
    while (cad_operation_next_event(operation, -1, &out) == CAD_OK) {
        if (strstr(out.data, "\"result\"") != NULL) results++;
        cad_buffer_free(&out);
    }
    EXPECT(results == count);
    sprintf(counts, "\"started\":%d", count);
    EXPECT(end(operation, counts) == CAD_OK);
    cad_operation_free(operation);
    cad_client_free(client);
}

static void lost(int count) {
    cad_client *client = new_client();
    while (count-- > 0) {
        cad_operation *operation = start(client);
        EXPECT(end(operation, "\"outcome\":\"unknown\"") == CAD_E_BAD_RESPONSE);
        cad_operation_free(operation);
    }
    cad_client_free(client);
}

static pthread_t main_thread;
static volatile sig_atomic_t alarms, children, elsewhere;

static void count_signal(int number) {
    int kept = errno;
    if (!pthread_equal(pthread_self(), main_thread)) elsewhere = 1;
    if (number == SIGALRM) alarms++;
    if (number == SIGCHLD) {
        children++;
        while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    }
    errno = kept;
}

static void signals(int count) {
    struct sigaction action;
    struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    cad_client *client;
    int i;
    main_thread = pthread_self();
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal; /* without SA_RESTART: whoever can be interrupted is */
    sigemptyset(&action.sa_mask);
    EXPECT(sigaction(SIGALRM, &action, NULL) == 0 && sigaction(SIGCHLD, &action, NULL) == 0);
    EXPECT(setitimer(ITIMER_REAL, &every, NULL) == 0);
    client = new_client();
    for (i = 0; i < count; i++) {
        cad_operation *operation = start(client);
        if (i % 10 == 0) {
            pid_t child = fork();
            EXPECT(child >= 0);
            if (child == 0) _exit(0);
        }
        EXPECT(end(operation, "\"_meta\"") == CAD_OK);
        cad_operation_free(operation);
    }
    while (alarms < 10 || children < 1) { /* in a thread of ours they would count as well, and `elsewhere` tell */
        cad_operation *operation = start(client);
        EXPECT(end(operation, "\"_meta\"") == CAD_OK);
        cad_operation_free(operation);
    }
    EXPECT(setitimer(ITIMER_REAL, &never, NULL) == 0);
    EXPECT(!elsewhere);
    cad_client_free(client);
    EXPECT(sigaction(SIGALRM, NULL, &action) == 0 && action.sa_handler == count_signal);
}

int main(int argc, char **argv) {
    struct sigaction action;
    sigset_t mask, pending;
    if (argc < 2) return 64;
    if (strcmp(argv[1], "life") == 0) life();
    if (strcmp(argv[1], "loop") == 0 && argc == 3) loop(atoi(argv[2]));
    if (strcmp(argv[1], "many") == 0 && argc == 3) many(atoi(argv[2]));
    if (strcmp(argv[1], "lost") == 0 && argc == 3) lost(atoi(argv[2]));
    if (strcmp(argv[1], "signals") == 0 && argc == 3) signals(atoi(argv[2]));

    /* SIGPIPE ends this process if it arrives; mask and disposition are the host's own. */
    EXPECT(sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL);
    EXPECT(pthread_sigmask(SIG_SETMASK, NULL, &mask) == 0);
    EXPECT(sigismember(&mask, SIGPIPE) == 0 && sigismember(&mask, SIGALRM) == 0 && sigismember(&mask, SIGCHLD) == 0);
    EXPECT(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0);
    puts("done");
    return 0;
}
