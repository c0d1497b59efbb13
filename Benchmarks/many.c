/* Many starts at once: how many a second, and how much of a processor each one takes.
 *
 *   many plain   ENDPOINT COUNT WIDTH   WIDTH handles on a curl_multi, the replies read and not looked at
 *   many submit  ENDPOINT COUNT WIDTH   WIDTH operations in the background, the oldest waited for
 *   many batch   ENDPOINT COUNT WIDTH   one start_many
 *   many threads ENDPOINT COUNT WIDTH   WIDTH threads with blocking calls
 */
#include "start.h"
#include <pthread.h>
#include <sys/resource.h>
#include <time.h>

static const char *endpoint;
static long count, width;
static char request[1024];
static cad_client *client;

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

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

static void by_submit(void) {
    cad_operation **running = calloc(width, sizeof *running);
    for (long i = 0; i < count + width; i++) {
        if (running[i % width] != NULL) finish(running[i % width]);
        running[i % width] = i < count ? submit("start_deploy_task", request) : NULL;
    }
    free(running);
}

static void by_batch(void) {
    size_t size = strlen(request) + 1;
    char *items = malloc(count * size + 64), *at = items;
    at += sprintf(at, "{\"items\":[");
    for (long i = 0; i < count; i++) at += sprintf(at, "%s%s", i > 0 ? "," : "", request);
    sprintf(at, "]}");
    finish(submit("start_many", items));
    free(items);
}

static void *call(void *unused) {
    for (long i = 0; i < count / width; i++) {
        cad_buffer out;
        if (cad_client_call(client, "start_deploy_task", request, &out) != CAD_OK) fail(out.data);
        cad_buffer_free(&out);
    }
    return unused;
}

static void by_threads(void) {
    pthread_t *threads = calloc(width, sizeof *threads);
    for (long i = 0; i < width; i++) pthread_create(&threads[i], NULL, call, NULL);
    for (long i = 0; i < width; i++) pthread_join(threads[i], NULL);
    free(threads);
}

static void by_hand(void) {
    struct reply *replies = calloc(width, sizeof *replies);
    struct curl_slist **headers = calloc(width, sizeof *headers);
    CURLM *multi = curl_multi_init();
    long begun = 0, ended = 0;
    int left;
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, width);
    for (; begun < width && begun < count; begun++) {
        CURL *easy = plain_handle(endpoint, &replies[begun], &headers[begun]);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &replies[begun]);
        plain_body(easy);
        curl_multi_add_handle(multi, easy);
    }
    while (ended < count) {
        CURLMsg *message;
        curl_multi_perform(multi, &left);
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            CURL *easy = message->easy_handle;
            struct reply *reply;
            if (message->data.result != CURLE_OK) fail("plain call failed");
            ended++;
            curl_multi_remove_handle(multi, easy);
            if (begun == count) {
                curl_easy_cleanup(easy);
                continue;
            }
            begun++;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &reply);
            reply->count = 0;
            plain_body(easy);
            curl_multi_add_handle(multi, easy);
        }
        if (ended < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    curl_multi_cleanup(multi);
    for (long i = 0; i < width; i++) curl_slist_free_all(headers[i]);
    free(headers);
    free(replies);
}

int main(int argc, char **argv) {
    struct timespec begin, end;
    struct rusage used;
    char config[512];
    cad_buffer out;
    void (*run)(void) = by_hand;
    if (argc != 5) fail("usage: many plain|submit|batch|threads ENDPOINT COUNT WIDTH");
    endpoint = argv[2];
    count = atol(argv[3]);
    width = atol(argv[4]);
    write_request(request, sizeof request);
    if (strcmp(argv[1], "submit") == 0) run = by_submit;
    if (strcmp(argv[1], "batch") == 0) run = by_batch;
    if (strcmp(argv[1], "threads") == 0) run = by_threads;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    snprintf(config, sizeof config, "{\"endpoint\":\"%s\",\"token\":\"" TOKEN "\",\"max_in_flight\":%ld}", endpoint,
             width);
    if (cad_client_new(config, &client, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    run();
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &used);
    cad_client_free(client);
    printf("%.0f %.1f\n", count / (end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9),
           (seconds(used.ru_utime) + seconds(used.ru_stime)) * 1e6 / count);
    return 0;
}
