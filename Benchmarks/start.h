/* What every benchmark here sends, and how plain C sends it with libcurl alone. */
#ifndef START_H
#define START_H

#include <codearts_deploy.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASK "d2dc947ec2424d8789bb3984bb3adf45"
#define TOKEN "benchmark-token-of-the-length-that-a-short-one-has"
static const char body[] =
    "{\"params\":[{\"key\":\"string\",\"value\":\"test\",\"type\":\"text\"},"
    "{\"key\":\"env\",\"value\":\"e3144513a4094398857c992606ccba12\",\"type\":\"host_group\"},"
    "{\"key\":\"enum\",\"value\":\"value1\",\"type\":\"enum\"}],\"trigger_source\":\"0\"}";

static inline void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* The body with the task in it, as the library takes it. */
static inline void write_request(char *request, size_t size) {
    snprintf(request, size, "{\"task_id\":\"" TASK "\",%s", body + 1);
}

struct reply {
    char bytes[65536];
    size_t count;
};

static inline size_t receive(char *bytes, size_t size, size_t count, void *context) {
    struct reply *reply = context;
    if (reply->count + size * count > sizeof reply->bytes) return 0;
    memcpy(reply->bytes + reply->count, bytes, size * count);
    reply->count += size * count;
    return size * count;
}

/* A handle that sends the same bytes as the library, and keeps the reply. */
static inline CURL *plain_handle(const char *endpoint, struct reply *reply, struct curl_slist **headers) {
    CURL *easy = curl_easy_init();
    char url[512];
    snprintf(url, sizeof url, "%s/v2/tasks/" TASK "/start", endpoint);
    *headers = curl_slist_append(NULL, "X-Auth-Token: " TOKEN);
    *headers = curl_slist_append(*headers, "Content-Type: application/json");
    *headers = curl_slist_append(*headers, "Accept: application/json");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "codearts-deploy/" CAD_VERSION);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, *headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, reply);
    return easy;
}

static inline void plain_body(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)(sizeof body - 1));
    curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body);
}

#endif
