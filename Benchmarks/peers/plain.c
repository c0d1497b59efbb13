/* What the library is measured against in C: the same bytes by hand over libcurl alone, with a token, nothing checked
 * and the reply read and not looked at.
 *
 *   plain easy  ...    one handle, one start after the other
 *   plain multi ...    WIDTH handles on a curl_multi
 */
#include "peer.h"
#include <curl/curl.h>

struct transfer {
    CURL *easy;
    double begin;
    size_t count;
    char reply[16384];
};

static struct transfer *transfers;
static CURLM *multi;

static size_t receive(char *bytes, size_t size, size_t items, void *context) {
    struct transfer *transfer = context;
    size_t more = size * items;
    if (transfer->count + more > sizeof transfer->reply) return 0;
    memcpy(transfer->reply + transfer->count, bytes, more);
    transfer->count += more;
    return more;
}

static void make(struct transfer *transfer) {
    char url[512];
    struct curl_slist *headers = curl_slist_append(NULL, "X-Auth-Token: " TOKEN);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Accept: application/json");
    snprintf(url, sizeof url, "%s/v2/tasks/" TASK "/start", endpoint);
    transfer->easy = curl_easy_init();
    curl_easy_setopt(transfer->easy, CURLOPT_URL, url);
    curl_easy_setopt(transfer->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(transfer->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, "codearts-deploy/0.1.0");
    curl_easy_setopt(transfer->easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
    if (authority != NULL) curl_easy_setopt(transfer->easy, CURLOPT_CAINFO, authority);
}

static void load(struct transfer *transfer) {
    transfer->count = 0;
    transfer->begin = now();
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE, (long)(sizeof body - 1));
    curl_easy_setopt(transfer->easy, CURLOPT_COPYPOSTFIELDS, body);
}

static void one_after_the_other(long starts) {
    for (long i = 0; i < starts; i++) {
        load(transfers);
        if (curl_easy_perform(transfers->easy) != CURLE_OK) fail("a plain call failed");
        note(transfers->begin);
    }
}

static void at_once(long starts) {
    long begun = 0, ended = 0;
    int left;
    CURLMsg *message;
    for (; begun < width && begun < starts; begun++) {
        load(&transfers[begun]);
        curl_multi_add_handle(multi, transfers[begun].easy);
    }
    while (ended < starts) {
        curl_multi_perform(multi, &left);
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            struct transfer *transfer;
            if (message->data.result != CURLE_OK) fail("a plain call failed");
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            note(transfer->begin);
            ended++;
            curl_multi_remove_handle(multi, transfer->easy);
            if (begun == starts) continue;
            begun++;
            load(transfer);
            curl_multi_add_handle(multi, transfer->easy);
        }
        if (ended < starts) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
}

int main(int argc, char **argv) {
    read_arguments(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, width);
    transfers = calloc(width, sizeof *transfers);
    for (long i = 0; i < width; i++) make(&transfers[i]);
    measure(strcmp(kind, "multi") == 0 ? at_once : one_after_the_other);
    return 0;
}
