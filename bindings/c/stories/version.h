/* The request of a deployment of one version. */
#ifndef VERSION_H
#define VERSION_H

#include "advice.h"

/* {"task_id": ..., "params": [the version]} and what else `more` says; free it. */
static inline char *version_request(const char *task_id, const char *version, const char *more) {
    cad_buffer task, value;
    if (cad_quote(task_id, &task) != CAD_OK || cad_quote(version, &value) != CAD_OK) {
        fprintf(stderr, "the arguments must be UTF-8\n");
        exit(64);
    }
    char *head = joined("{", more, "\"task_id\": ");
    char *start = joined(head, task.data, ", \"params\": [{\"key\": \"version\", \"type\": \"text\", \"value\": ");
    char *request = joined(start, value.data, "}]}");
    free(head);
    free(start);
    cad_buffer_free(&task);
    cad_buffer_free(&value);
    return request;
}

#endif
