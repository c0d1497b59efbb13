/* Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID... */
#include "advice.h"

static char *release_request(int count, char **task_ids) {
    char *request = joined("{\"waves\": [1, \"100%\"], \"max_failures\": 0, \"items\": [", "", "");
    for (int i = 0; i < count; i++) {
        char name[48];
        cad_buffer task;
        if (cad_quote(task_ids[i], &task) != CAD_OK) exit(64);
        snprintf(name, sizeof name, ", \"name\": \"app-%d\"}", i + 1);
        char *item = joined(i > 0 ? ", {\"task_id\": " : "{\"task_id\": ", task.data, name);
        char *longer = joined(request, item, i + 1 < count ? "" : "]}");
        cad_buffer_free(&task);
        free(item);
        free(request);
        request = longer;
    }
    return request;
}

int main(int argc, char **argv) {
    usage(argc > 1, "many TASK_ID...");
    cad_client *client;
    cad_operation *release = NULL;
    cad_buffer out;
    char *request = release_request(argc - 1, argv + 1);
    cad_status status = cad_client_new(NULL, &client, &out);
    if (status == CAD_OK) {
        cad_buffer_free(&out);
        status = cad_client_submit(client, "deploy_many", request, &release, &out);
    }
    if (status == CAD_OK) {
        while (cad_operation_next_event(release, -1, &out) == CAD_OK) {
            if (is_text(&out, "/event", "item") && print_text("", &out, "/name", " "))
                print_text("", &out, "/state", "\n");
            cad_buffer_free(&out);
        }
        status = cad_operation_wait(release, -1, &out);
    }
    int code = status == CAD_OK ? 0 : give_up(status, &out);
    if (status == CAD_OK) {
        print_text("released ", &out, "/counts/succeeded", "");
        printf(" of %d\n", argc - 1);
    }
    cad_buffer_free(&out);
    cad_operation_free(release);
    cad_client_free(client);
    free(request);
    return code;
}
