/*
 * prepared.c - operations that run on the thread that waits for them, as a C host has them. Driven by
 * test_c_prepared.py, plain and under valgrind.
 *
 *     prepared life             prepares, waits, cancels and frees in every order
 *     prepared signals COUNT    COUNT starts with an alarm every 5 ms whose handler interrupts what it can
 *     prepared restarts COUNT   the same with SA_RESTART
 *     prepared alarm            one start whose answer never comes: the alarm's handler ends its only wait
 *     prepared cancel           one start whose answer never comes: another thread cancels it
 *     prepared grow COUNT       COUNT starts, after which no more memory is in use than after a tenth of them
 */
#define _GNU_SOURCE
#include <codearts_deploy.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
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

static volatile sig_atomic_t alarms, elsewhere;
static pthread_t main_thread;

static void count_alarm(int number) {
    (void)number;
    if (!pthread_equal(pthread_self(), main_thread)) elsewhere = 1;
    alarms++;
}

static void ring(int flags, long first_us, long every_us) {
    const struct itimerval timer = {{0, every_us}, {0, first_us}};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_alarm;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    main_thread = pthread_self();
    EXPECT(sigaction(SIGALRM, &action, NULL) == 0 && setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

static void stop_ringing(void) {
    const struct itimerval never = {{0, 0}, {0, 0}};
    EXPECT(setitimer(ITIMER_REAL, &never, NULL) == 0 && !elsewhere);
}

static cad_client *new_client(void) {
    cad_client *client;
    cad_buffer out;
    EXPECT(cad_client_new(NULL, &client, &out) == CAD_OK);
    cad_buffer_free(&out);
    return client;
}

static cad_operation *prepare(const cad_client *client, const char *name, const char *request) {
    cad_operation *operation;
    cad_buffer out;
    const cad_status status = cad_client_prepare(client, name, request, &operation, &out);
    if (status != CAD_OK) fprintf(stderr, "%s\n", out.data);
    EXPECT(status == CAD_OK && operation != NULL && strcmp(out.data, "{}") == 0);
    cad_buffer_free(&out);
    return operation;
}

static cad_operation *start(const cad_client *client) { return prepare(client, "start_deploy_task", REQUEST); }

/* Waits for the end, as often as it takes, and looks for a part of its document. Without a limit only a signal ends a
 * wait before: every handler has run by then. */
static cad_status end(cad_operation *operation, const char *part) {
    cad_buffer out;
    cad_status status;
    int heard = alarms;
    while ((status = cad_operation_wait(operation, -1, &out)) == CAD_PENDING) {
        EXPECT(out.data == NULL && alarms > heard);
        heard = alarms;
    }
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
    EXPECT(cad_operation_wait(second, 0, &out) == CAD_PENDING && out.data == NULL);
    EXPECT(end(first, "\"_meta\"") == CAD_OK && end(second, "\"_meta\"") == CAD_OK && end(first, "\"id\"") == CAD_OK);
    EXPECT(cad_operation_next_event(first, -1, &out) == CAD_OK && strstr(out.data, "\"attempt\"") != NULL);
    cad_buffer_free(&out);
    EXPECT(cad_operation_next_event(first, -1, &out) == CAD_END && out.data == NULL);
    cad_operation_free(first);
    cad_operation_free(second);

    EXPECT(cad_client_prepare(client, "start_deploy_task", "{}", &third, &out) == CAD_E_VALIDATION && third == NULL);
    cad_buffer_free(&out);
    EXPECT(cad_client_prepare(client, "start_deploy_task", REQUEST, NULL, &out) == CAD_E_INVALID_ARGUMENT);
    cad_buffer_free(&out);
    cad_operation_free(start(client)); /* which nobody waited for */
    third = start(client);
    cad_operation_cancel(third);
    EXPECT(end(third, "\"outcome\":\"not_sent\"") == CAD_E_CANCELLED);
    cad_operation_free(third);
    third = start(client);
    EXPECT(cad_operation_wait(third, 0, &out) == CAD_PENDING);
    cad_operation_free(third); /* on its way */

    third = prepare(client, "start_many", "{\"items\": [" REQUEST "," REQUEST "]}");
    first = start(client);
    cad_client_free(client); /* which the operations keep alive */
    EXPECT(end(third, "\"started\":2") == CAD_OK);
    cad_operation_free(third);
    EXPECT(end(first, "\"_meta\"") == CAD_OK);
    cad_operation_free(first);
}

static void signals(int count, int flags) {
    cad_client *client = new_client();
    ring(flags, 5000, 5000);
    while (count-- > 0 || alarms < 10) {
        cad_operation *operation = start(client);
        EXPECT(end(operation, "\"_meta\"") == CAD_OK);
        cad_operation_free(operation);
    }
    stop_ringing();
    cad_client_free(client);
}

static void alarm_once(void) {
    cad_buffer out;
    cad_client *client = new_client();
    cad_operation *operation = start(client);
    ring(SA_RESTART, 300000, 300000);
    EXPECT(cad_operation_wait(operation, -1, &out) == CAD_PENDING && out.data == NULL && alarms > 0);
    stop_ringing();
    cad_operation_cancel(operation);
    EXPECT(end(operation, "\"outcome\":\"") == CAD_E_CANCELLED);
    cad_operation_free(operation);
    cad_client_free(client);
}

static void *cancel_it(void *operation) {
    usleep(300000);
    cad_operation_cancel(operation);
    return NULL;
}

static void cancel(void) {
    pthread_t other;
    cad_client *client = new_client();
    cad_operation *operation = start(client);
    EXPECT(pthread_create(&other, NULL, cancel_it, operation) == 0);
    EXPECT(end(operation, "\"outcome\":\"") == CAD_E_CANCELLED);
    EXPECT(pthread_join(other, NULL) == 0);
    cad_operation_free(operation);
    cad_client_free(client);
}

static void grow(int count) {
    cad_client *client = new_client();
    size_t before = 0;
    int i;
    for (i = 0; i < count; i++) {
        cad_operation *operation = start(client);
        EXPECT(end(operation, "\"_meta\"") == CAD_OK);
        cad_operation_free(operation);
        if (i == count / 10) before = mallinfo2().uordblks;
    }
    fprintf(stderr, "%zu bytes in use, then %zu\n", before, mallinfo2().uordblks);
    EXPECT(mallinfo2().uordblks < before + 65536);
    cad_client_free(client);
}

int main(int argc, char **argv) {
    struct sigaction action;
    sigset_t mask, pending;
    if (argc < 2) return 64;
    if (strcmp(argv[1], "life") == 0) life();
    if (strcmp(argv[1], "alarm") == 0) alarm_once();
    if (strcmp(argv[1], "cancel") == 0) cancel();
    if (strcmp(argv[1], "signals") == 0 && argc == 3) signals(atoi(argv[2]), 0);
    if (strcmp(argv[1], "restarts") == 0 && argc == 3) signals(atoi(argv[2]), SA_RESTART);
    if (strcmp(argv[1], "grow") == 0 && argc == 3) grow(atoi(argv[2]));

    /* SIGPIPE ends this process if it arrives; mask and disposition are the host's own. */
    EXPECT(sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL);
    EXPECT(pthread_sigmask(SIG_SETMASK, NULL, &mask) == 0 && sigisemptyset(&mask));
    EXPECT(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0);
    puts("done");
    return 0;
}
