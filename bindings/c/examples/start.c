/*
 * start.c - starts the deployment of the service's own documents, and says what to do when that fails.
 *
 *     cc start.c -o start $(pkg-config --cflags --libs codearts_deploy)
 *     export CODEARTS_DEPLOY_REGION=cn-north-4 CODEARTS_DEPLOY_TOKEN=...
 *     ./start d2dc947ec2424d8789bb3984bb3adf45
 *
 * Exit codes: 0 the deployment was started; 1 it was not, and starting it again is safe; 2 nobody knows; 64 usage.
 */
#include <codearts_deploy.h>
#include <stdio.h>
#include <string.h>

/* https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests". */
static const char body[] =
    "{\n"
    "  \"params\" : [ {\n"
    "    \"key\" : \"string\",\n"
    "    \"value\" : \"test\",\n"
    "    \"type\" : \"text\"\n"
    "  }, {\n"
    "    \"key\" : \"env\",\n"
    "    \"value\" : \"e3144513a4094398857c992606ccba12\",\n"
    "    \"type\" : \"host_group\"\n"
    "  }, {\n"
    "    \"key\" : \"enum\",\n"
    "    \"value\" : \"value1\",\n"
    "    \"type\" : \"enum\"\n"
    "  } ],\n"
    "  \"trigger_source\" : 0\n"
    "}\n";

enum { STARTED = 0, NOT_STARTED = 1, NOBODY_KNOWS = 2, USAGE = 64 };

/* What the failure means for a second try. */
static int advise(cad_status status, const cad_buffer *reply) {
    const char *outcome = cad_outcome(reply);
    if (outcome == NULL) outcome = "unknown";
    if (strcmp(outcome, "started") == 0) {
        fputs("It was started although the call failed. Do not start it again.\n", stderr);
        return STARTED;
    }
    if (strcmp(outcome, "not_sent") == 0 || strcmp(outcome, "refused") == 0) {
        switch (status) {
        case CAD_E_BUSY:
            fputs("It is being deployed already: wait for that deployment, then run this again.\n", stderr);
            break;
        case CAD_E_THROTTLED:
            fputs("Too many requests: wait retry_after_ms, then run this again.\n", stderr);
            break;
        case CAD_E_AUTHENTICATION:
            fputs("Get a new token, then run this again.\n", stderr);
            break;
        default:
            fputs("It was not started. Change what is named above, then run this again.\n", stderr);
        }
        return NOT_STARTED;
    }
    fputs("It may be running: look at the application's records before you start it again.\n", stderr);
    return NOBODY_KNOWS;
}

int main(int argc, char **argv) {
    cad_buffer reply;
    cad_status status;
    int code = STARTED;

    if (argc != 2) {
        fprintf(stderr, "usage: %s TASK_ID\n", argv[0]);
        return USAGE;
    }
    status = cad_start_task(argv[1], body, NULL, &reply); /* NULL: the token of the environment */
    if (status == CAD_OK) {
        cad_buffer record;
        if (cad_text(&reply, "/id", &record) == CAD_OK) puts(record.data);
        cad_buffer_free(&record);
    } else {
        fprintf(stderr, "%s\n%s\n", cad_status_name(status), reply.data != NULL ? reply.data : "");
        code = advise(status, &reply);
    }
    cad_buffer_free(&reply);
    return code;
}
