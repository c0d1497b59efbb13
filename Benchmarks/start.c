/* One start after another on a kept-alive connection, so that callgrind can count what a single one costs.
 *
 *   start token ENDPOINT COUNT     through the library, with a token
 *   start key   ENDPOINT COUNT     the same, each request signed
 *   start plain ENDPOINT COUNT     a token and the same body by hand over libcurl, the reply read and not looked at
 */
#include "start.h"

static void ours(const char *endpoint, const char *credential, long count) {
    char config[512], request[1024];
    cad_client *client;
    cad_buffer out;
    snprintf(config, sizeof config, "{\"endpoint\":\"%s\",%s}", endpoint, credential);
    write_request(request, sizeof request);
    if (cad_client_new(config, &client, &out) != CAD_OK) fail(out.data);
    cad_buffer_free(&out);
    for (long i = 0; i < count; i++) {
        if (cad_client_call(client, "start_deploy_task", request, &out) != CAD_OK) fail(out.data);
        cad_buffer_free(&out);
    }
    cad_client_free(client);
}

static void plain(const char *endpoint, long count) {
    static struct reply reply;
    struct curl_slist *headers;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *easy = plain_handle(endpoint, &reply, &headers);
    for (long i = 0; i < count; i++) {
        reply.count = 0;
        plain_body(easy);
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
