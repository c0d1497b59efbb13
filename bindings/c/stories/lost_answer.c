/* Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION */
#include "version.h"

static void print_candidates(const cad_buffer *error) {
    size_t count = 0;
    if (cad_count(error, "/candidates", &count) != CAD_OK) return;
    for (size_t i = 0; i < count; i++) {
        char pointer[48];
        cad_buffer candidate;
        snprintf(pointer, sizeof pointer, "/candidates/%zu", i);
        if (cad_text(error, pointer, &candidate) == CAD_OK) fprintf(stderr, "candidate %s\n", candidate.data);
        cad_buffer_free(&candidate);
    }
}

int main(int argc, char **argv) {
    usage(argc == 3, "lost_answer TASK_ID VERSION");
    cad_client *client;
    cad_buffer out;
    char *request = version_request(argv[1], argv[2], "\"interval_ms\": 1000, ");
    cad_status status = cad_client_new(NULL, &client, &out);
    if (status == CAD_OK) {
        cad_buffer_free(&out);
        status = cad_client_call(client, "deploy", request, &out);
    }
    int code = 0;
    if (status == CAD_OK) {
        int32_t is_found = 0;
        cad_boolean(&out, "/adopted", &is_found); /* absent where nothing was lost */
        print_text(is_found ? "found " : "deployed ", &out, "/record_id", "\n");
    } else {
        print_candidates(&out);
        code = give_up(status, &out);
    }
    cad_buffer_free(&out);
    cad_client_free(client);
    free(request);
    return code;
}
