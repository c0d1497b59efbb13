/* Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
 *
 * Ctrl-C ends the program and leaves the deployment running. */
#include "version.h"

static void show(const cad_buffer *event) {
    if (is_text(event, "/event", "state")) print_text("state ", event, "/state", "\n");
    if (is_text(event, "/event", "step")) {
        print_text("step ", event, "/name", "");
        print_text(": ", event, "/state", "\n");
    }
    if (is_text(event, "/event", "log")) print_text("", event, "/text", "");
}

int main(int argc, char **argv) {
    usage(argc == 3, "deploy TASK_ID VERSION");
    cad_client *client;
    cad_operation *operation = NULL;
    cad_buffer out;
    char *request = version_request(argv[1], argv[2], "");
    cad_status status = cad_client_new(NULL, &client, &out);
    if (status == CAD_OK) {
        cad_buffer_free(&out);
        status = cad_client_submit(client, "deploy", request, &operation, &out);
    }
    if (status == CAD_OK) {
        while (cad_operation_next_event(operation, -1, &out) == CAD_OK) {
            show(&out);
            cad_buffer_free(&out);
        }
        status = cad_operation_wait(operation, -1, &out);
    }
    int code = status == CAD_OK ? 0 : give_up(status, &out);
    if (status == CAD_OK) {
        printf("deployed %s, record ", argv[2]);
        print_text("", &out, "/record_id", "\n");
    }
    cad_buffer_free(&out);
    cad_operation_free(operation);
    cad_client_free(client);
    free(request);
    return code;
}
