/*
 * validate.c - checks a request and sends nothing: no network, no token, no libcurl.
 *
 *     cc validate.c -o validate $(pkg-config --cflags --libs codearts_deploy)
 *     ./validate < request.json
 *
 * The request is one flat object with the task's id in it: {"task_id": "...", "params": [...]}.
 * Exit codes: 0 the request is right; 1 it is not, and every fault was printed; 66 it could not be read.
 */
#include <codearts_deploy.h>
#include <stdio.h>
#include <stdlib.h>

/* All of a file, with a NUL behind it; NULL where it cannot be read. */
static char *read_all(FILE *file) {
    size_t length = 0, size = 4096;
    char *text = malloc(size);
    while (text != NULL) {
        char *larger;
        length += fread(text + length, 1, size - length - 1, file);
        if (ferror(file)) break;
        if (feof(file)) {
            text[length] = '\0';
            return text;
        }
        larger = realloc(text, size *= 2);
        if (larger == NULL) break;
        text = larger;
    }
    free(text);
    return NULL;
}

int main(void) {
    cad_buffer out;
    cad_status status;
    char *request = read_all(stdin);

    if (request == NULL) {
        perror("standard input");
        return 66;
    }
    status = cad_validate("start_deploy_task", request, &out);
    puts(out.data != NULL ? out.data : cad_status_name(status));
    cad_buffer_free(&out);
    free(request);
    return status == CAD_OK ? 0 : 1;
}
