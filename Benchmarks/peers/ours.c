/* The library through its C interface; CREDENTIAL is `token`, or `key` for signed requests.
 *
 *   ours call    ...    blocking calls, one after the other
 *   ours threads ...    WIDTH threads with blocking calls
 *   ours submit  ...    operations in the background, QUEUED of them at a time (else WIDTH), the oldest waited for
 *   ours batch   ...    start_many, QUEUED in each (else all in one)
 */
#include "peer.h"
#include <codearts_deploy.h>
#include <pthread.h>

static cad_client *client;
static char request[1024];

static cad_operation *submit(const char *operation, const char *text) {
    cad_operation *running;
    cad_buffer out;
    if (cad_client_submit(client, operation, text, &running, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    return running;
}

static void finish(cad_operation *running) {
    cad_buffer out;
    if (cad_operation_wait(running, -1, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    cad_operation_free(running);
}

static void call(long starts) {
    for (long i = 0; i < starts; i++) {
        cad_buffer out;
        double begin = now();
        if (cad_client_call(client, "start_deploy_task", request, &out) != CAD_OK) fail(out.data);
        cad_buffer_free(&out);
        note(begin);
    }
}

static void *call_in_thread(void *starts) {
    call(*(long *)starts);
    return NULL;
}

static void by_threads(long starts) {
    pthread_t *threads = calloc(width, sizeof *threads);
    long each = starts / width;
    for (long i = 0; i < width; i++) pthread_create(&threads[i], NULL, call_in_thread, &each);
    for (long i = 0; i < width; i++) pthread_join(threads[i], NULL);
    free(threads);
}

static void by_submit(long starts) {
    long window = queued > 0 ? queued : width;
    cad_operation **running = calloc(window, sizeof *running);
    for (long i = 0; i < starts + window; i++) {
        if (running[i % window] != NULL) finish(running[i % window]);
        running[i % window] = i < starts ? submit("start_deploy_task", request) : NULL;
    }
    free(running);
}

static void batch(long starts) {
    char *items = malloc(starts * (strlen(request) + 1) + 64), *at = items;
    at += sprintf(at, "{\"items\":[");
    for (long i = 0; i < starts; i++) at += sprintf(at, "%s%s", i > 0 ? "," : "", request);
    sprintf(at, "]}");
    finish(submit("start_many", items));
    free(items);
}

static void by_batches(long starts) {
    long size = queued > 0 ? queued : starts;
    for (; starts > 0; starts -= size) batch(starts < size ? starts : size);
}

int main(int argc, char **argv) {
    static const char token[] = "\"token\":\"" TOKEN "\"";
    static const char key[] = "\"ak\":\"BENCHMARKKEY12345678\",\"sk\":\"benchmark-secret-key-of-forty-characters\"";
    void (*run)(long) = call;
    char config[1024];
    cad_buffer out;
    read_arguments(argc, argv);
    if (strcmp(kind, "threads") == 0) run = by_threads;
    if (strcmp(kind, "submit") == 0) run = by_submit;
    if (strcmp(kind, "batch") == 0) run = by_batches;
    snprintf(request, sizeof request, "{\"task_id\":\"" TASK "\",%s", body + 1);
    snprintf(config, sizeof config, "{\"endpoint\":\"%s\",%s,\"max_in_flight\":%ld%s%s%s}", endpoint,
             strcmp(credential, "key") == 0 ? key : token, width, authority ? ",\"ca_file\":\"" : "",
             authority ? authority : "", authority ? "\"" : "");
    if (cad_client_new(config, &client, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    measure(run);
    cad_client_free(client);
    return 0;
}
