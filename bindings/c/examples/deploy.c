/*
 * deploy.c - starts a deployment, prints what it does while it does it, and says how it ended.
 *
 *     cc deploy.c -o deploy $(pkg-config --cflags --libs codearts_deploy)
 *     export CODEARTS_DEPLOY_REGION=cn-north-4 CODEARTS_DEPLOY_TOKEN=...
 *     ./deploy '{"task_id": "d2dc947ec2424d8789bb3984bb3adf45", "on_cancel": "stop"}'
 *
 * Ctrl-C cancels; with "on_cancel": "stop" the deployment is stopped as well. Exit codes: 0 it succeeded; 1 it did not,
 * and the last line on standard error says what is known; 64 usage.
 */
#include <codearts_deploy.h>
#include <signal.h>
#include <stdio.h>

enum { SUCCEEDED = 0, FAILED = 1, USAGE = 64, SLICE_MS = 100 };

static volatile sig_atomic_t is_interrupted;

static void interrupt(int number) {
    (void)number;
    is_interrupted = 1; /* no function of the library may be called in a handler */
}

/* Prints a document and gives it back. */
static void print(FILE *stream, cad_buffer *document) {
    if (document->data != NULL) fprintf(stream, "%s\n", document->data);
    fflush(stream);
    cad_buffer_free(document);
}

/* Prints every event to the last, and looks between two of them whether somebody wants to end it. */
static void follow(cad_operation *operation) {
    cad_buffer event;
    cad_status status;

    while ((status = cad_operation_next_event(operation, SLICE_MS, &event)) != CAD_END) {
        print(stdout, &event);
        if (status != CAD_OK && status != CAD_PENDING) return;
        if (is_interrupted) cad_operation_cancel(operation);
    }
}

static int deploy(const cad_client *client, const char *request) {
    cad_operation *operation;
    cad_buffer document;
    cad_status status = cad_client_submit(client, "deploy", request, &operation, &document);

    if (status == CAD_OK) {
        cad_buffer_free(&document);
        follow(operation);
        status = cad_operation_wait(operation, -1, &document);
        cad_operation_free(operation);
    }
    print(status == CAD_OK ? stdout : stderr, &document);
    return status == CAD_OK ? SUCCEEDED : FAILED;
}

int main(int argc, char **argv) {
    cad_client *client;
    cad_buffer document;
    int code = FAILED;

    if (argc != 2) {
        fprintf(stderr, "usage: %s REQUEST\n", argv[0]);
        return USAGE;
    }
    signal(SIGINT, interrupt);
    if (cad_client_new(NULL, &client, &document) == CAD_OK) {
        cad_buffer_free(&document);
        code = deploy(client, argv[1]);
        cad_client_free(client);
    } else {
        print(stderr, &document);
    }
    return code;
}
