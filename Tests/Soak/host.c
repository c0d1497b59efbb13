/*
 * host.c - a C host of one large batch: reads the request of a start_many from standard input, runs it with the
 * configuration of its argument, and prints each event and, last, the end, a line each.
 */
#include <codearts_deploy.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_all(FILE *file) {
    size_t size = 1 << 20, used = 0, got;
    char *text = malloc(size);
    while (text != NULL && (got = fread(text + used, 1, size - used - 1, file)) > 0) {
        used += got;
        if (used == size - 1) text = realloc(text, size *= 2);
    }
    if (text != NULL) text[used] = '\0';
    return text;
}

static int fail(cad_status status, cad_buffer *out) {
    fprintf(stderr, "%s\n", out->data != NULL ? out->data : cad_status_name(status));
    return 1;
}

int main(int argc, char **argv) {
    char *request = read_all(stdin);
    cad_client *client;
    cad_operation *operation;
    cad_buffer out;
    cad_status status;
    if (argc != 2 || request == NULL) return 64;
    status = cad_client_new(argv[1], &client, &out);
    if (status != CAD_OK) return fail(status, &out);
    cad_buffer_free(&out);
    status = cad_client_submit(client, "start_many", request, &operation, &out);
    if (status != CAD_OK) return fail(status, &out);
    cad_buffer_free(&out);
    free(request);
    while (cad_operation_next_event(operation, -1, &out) == CAD_OK) {
        puts(out.data);
        cad_buffer_free(&out);
    }
    status = cad_operation_wait(operation, -1, &out);
    if (status != CAD_OK) return fail(status, &out);
    puts(out.data);
    cad_buffer_free(&out);
    cad_operation_free(operation);
    cad_client_free(client);
    return 0;
}
