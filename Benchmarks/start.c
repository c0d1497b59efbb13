/* One start after another on a kept-alive connection, so that callgrind can count what a single one costs.
 *
 *   start token ENDPOINT COUNT     through the library, with a token
 *   start key   ENDPOINT COUNT     the same, each request signed
 *   start plain ENDPOINT COUNT     a token and the same body by hand over libcurl, the reply read and not looked at
 */
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

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void ours(const char *endpoint, const char *credential, long count) {
    char config[512], request[1024];
    cad_client *client;
    cad_buffer out;
    snprintf(config, sizeof config, "{\"endpoint\":\"%s\",%s}", endpoint, credential);
    snprintf(request, sizeof request, "{\"task_id\":\"" TASK "\",%s", body + 1);
    if (cad_client_new(config, &client, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    for (long i = 0; i < count; i++) {
        if (cad_client_call(client, "start_deploy_task", request, &out) != CAD_OK) fail(out.data);
        cad_buffer_free(&out);
    }
    cad_client_free(client);
}

struct reply {
    char bytes[65536];
    size_t count;
};

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    struct reply *reply = context;
    if (reply->count + size * count > sizeof reply->bytes) return 0;
    memcpy(reply->bytes + reply->count, bytes, size * count);
    reply->count += size * count;
    return size * count;
}

static void plain(const char *endpoint, long count) {
    static struct reply reply;
    char url[512];
    struct curl_slist *headers = NULL;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *easy = curl_easy_init();
    snprintf(url, sizeof url, "%s/v2/tasks/" TASK "/start", endpoint);
    headers = curl_slist_append(headers, "X-Auth-Token: " TOKEN);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Accept: application/json");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "codearts-deploy/" CAD_VERSION);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply);
    for (long i = 0; i < count; i++) {
        reply.count = 0;
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)(sizeof body - 1));
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body);
        if (curl_easy_perform(easy) != CURLE_OK) fail("plain call failed");
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
}

int main(int argc, char **argv) {
    if (argc != 4) fail("usage: start token|key|plain ENDPOINT COUNT");
    if (strcmp(argv[1], "token") == 0) ours(argv[2], "\"token\":\"" TOKEN "\"", atol(argv[3]));
    else if (strcmp(argv[1], "key") == 0) ours(argv[2], "\"ak\":\"AK\",\"sk\":\"SK\"", atol(argv[3]));
    else plain(argv[2], atol(argv[3]));
    return 0;
}
