/*
 * program.c - the library as a C host uses it. Driven by test_c_program.py, plain and under valgrind.
 *
 *     program offline         all that needs no network
 *     program start           a deployment that starts, once for each way to start it
 *     program cut             one that starts, then one whose connection is cut after the work
 *     program closed COUNT    COUNT starts with a large body to a server that closes while it is being written
 *     program once            one start
 */
#define _POSIX_C_SOURCE 200809L
#include <codearts_deploy.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASK "d2dc947ec2424d8789bb3984bb3adf45"
#define REQUEST "{\"task_id\": \"" TASK "\", \"params\": [{\"key\": \"k\", \"value\": \"v\", \"type\": \"text\"}]}"

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Takes an answer, looks for a part of its document, and frees it. */
static void expect(cad_status status, cad_buffer *out, cad_status expected, const char *part) {
    if (status != expected || out->data == NULL || strstr(out->data, part) == NULL) {
        fprintf(stderr, "expected %s with %s\n", cad_status_name(expected), part);
        fprintf(stderr, "got %s with %s\n", cad_status_name(status), out->data != NULL ? out->data : "nothing");
        exit(1);
    }
    EXPECT(strlen(out->data) == out->len);
    cad_buffer_free(out);
    EXPECT(out->data == NULL && out->len == 0);
}

/* A client of the endpoint and token of the environment. */
static cad_client *new_client(void) {
    cad_client *client = NULL;
    cad_buffer out;
    cad_status status = cad_client_new(NULL, &client, &out);
    expect(status, &out, CAD_OK, "{}");
    EXPECT(client != NULL);
    return client;
}

static void offline(void) {
    cad_buffer out = {NULL, 0};
    cad_client *client;
    EXPECT(strcmp(cad_version(), CAD_VERSION) == 0);
    EXPECT(cad_abi_version() == CAD_ABI_VERSION);
    EXPECT(strcmp(cad_status_name(CAD_E_BUSY), "CAD_E_BUSY") == 0);
    EXPECT(strcmp(cad_status_name(12345), "CAD_E_UNKNOWN") == 0);
    cad_buffer_free(NULL);
    cad_buffer_free(&out);
    cad_client_free(NULL);

    expect(cad_validate("start_deploy_task", REQUEST, &out), &out, CAD_OK, "/v2/tasks/" TASK "/start");
    expect(cad_validate("start_deploy_task", "{\"task_id\": 5, \"x\": [1e5, null]}", &out), &out, CAD_E_VALIDATION,
           "unknown_field");
    expect(cad_validate("start_deploy_task", "{\"task_id\": ", &out), &out, CAD_E_VALIDATION, "\"rule\":\"json\"");
    expect(cad_validate("start_deploy_tsk", "{}", &out), &out, CAD_E_INVALID_ARGUMENT, "Did you mean");
    expect(cad_validate(NULL, "{}", &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    expect(cad_validate("start_deploy_task", NULL, &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    expect(cad_validate("start_deploy_task", "\"\xff\"", &out), &out, CAD_E_VALIDATION, "encoding");
    expect(cad_validate("\xff", REQUEST, &out), &out, CAD_E_INVALID_ARGUMENT, "UTF-8");
    EXPECT(cad_validate("start_deploy_task", REQUEST, NULL) == CAD_E_INVALID_ARGUMENT);

    expect(cad_client_new("{\"endpoint\": \"ftp://x\", \"tokn\": 1}", &client, &out), &out, CAD_E_CONFIGURATION,
           "tokn");
    EXPECT(client == NULL);
    expect(cad_client_new("{\"ca_file\": \"/no/such/file\", \"region\": \"cn-north-4\"}", &client, &out), &out,
           CAD_E_CONFIGURATION, "ca_file");
    expect(cad_client_new("{}", NULL, &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    EXPECT(cad_client_new("{}", &client, NULL) == CAD_E_INVALID_ARGUMENT && client == NULL);
    expect(cad_client_new("{\"region\": \"eu-west-101\", \"token\": \"t\"}", &client, &out), &out, CAD_OK, "{}");
    expect(cad_client_call(client, "start_deploy_task", "{}", &out), &out, CAD_E_VALIDATION, "required");
    expect(cad_client_call(NULL, "start_deploy_task", REQUEST, &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    expect(cad_client_call(client, NULL, REQUEST, &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    expect(cad_client_call(client, "start_deploy_task", NULL, &out), &out, CAD_E_INVALID_ARGUMENT, "NULL");
    EXPECT(cad_client_call(client, "start_deploy_task", REQUEST, NULL) == CAD_E_INVALID_ARGUMENT);
    cad_client_free(client);

    expect(cad_start_task(NULL, NULL, NULL, &out), &out, CAD_E_INVALID_ARGUMENT, "not_sent");
    expect(cad_start_task(TASK, "[]", "t", &out), &out, CAD_E_CONFIGURATION, "not_sent");
    expect(cad_start_task(TASK, NULL, "", &out), &out, CAD_E_INVALID_ARGUMENT, "not_sent");
    EXPECT(cad_start_task(TASK, NULL, "t", NULL) == CAD_E_INVALID_ARGUMENT);
}

/* Reading and writing JSON without a library for it. */
static void documents(void) {
    cad_buffer error, text;
    cad_buffer none = {NULL, 0};
    int64_t line = 7;
    int32_t retryable = 7;
    size_t count = 7;

    EXPECT(cad_validate("start_deploy_task", "{\"task_id\": \"\\\"\", \"params\": [{}]}", &error) == CAD_E_VALIDATION);
    expect(cad_text(&error, "/violations/0/path", &text), &text, CAD_OK, "task_id");
    expect(cad_text(&error, "/violations/99/path", &text), &text, CAD_E_NOT_FOUND, "/violations/99/path");
    expect(cad_text(&error, "violations", &text), &text, CAD_E_INVALID_ARGUMENT, "RFC 6901");
    EXPECT(cad_integer(&error, "/violations/0/line", &line) == CAD_OK && line == 1);
    EXPECT(cad_boolean(&error, "/retryable", &retryable) == CAD_OK && retryable == 0);
    EXPECT(cad_count(&error, "/violations", &count) == CAD_OK && count == 5);
    EXPECT(cad_integer(&error, "/violations", &line) == CAD_E_INVALID_ARGUMENT && line == 0);
    EXPECT(cad_outcome(&none) == NULL && cad_outcome(NULL) == NULL);
    EXPECT(strcmp(cad_outcome(&error), "not_sent") == 0);
    cad_buffer_free(&error);

    expect(cad_text(&none, "", &text), &text, CAD_E_INVALID_ARGUMENT, "empty");
    expect(cad_quote("a \"b\"\n", &text), &text, CAD_OK, "\"a \\\"b\\\"\\u000a\"");
    expect(cad_quote("\xff", &text), &text, CAD_E_INVALID_ARGUMENT, "UTF-8");
}

static void start(void) {
    cad_buffer out;
    cad_client *client = new_client();
    int i;
    for (i = 0; i < 3; i++) {
        expect(cad_client_call(client, "start_deploy_task", REQUEST, &out), &out, CAD_OK, "\"_meta\"");
        expect(cad_start_task(TASK, NULL, NULL, &out), &out, CAD_OK, "\"_meta\"");
    }
    expect(cad_start_task(TASK, "{\"params\": [{}]}", NULL, &out), &out, CAD_E_VALIDATION, "params[0].key");
    expect(cad_start_task(TASK, NULL, "wrong", &out), &out, CAD_E_AUTHENTICATION, "refused");
    cad_client_free(client);
}

static void cut(void) {
    cad_buffer out;
    cad_client *client = new_client();
    expect(cad_client_call(client, "start_deploy_task", REQUEST, &out), &out, CAD_OK, "\"_meta\"");
    expect(cad_client_call(client, "start_deploy_task", REQUEST, &out), &out, CAD_E_BAD_RESPONSE, "\"unknown\"");
    cad_client_free(client);
}

/* Four megabytes: more than any buffer between here and the server, so that writing meets the closed connection. */
static char *large_body(void) {
    enum { PARAMS = 500, VALUE = 8192 };
    char *body = malloc(64 + (size_t)PARAMS * (VALUE + 64));
    char *end = body;
    int i;
    EXPECT(body != NULL);
    end += sprintf(end, "{\"params\": [");
    for (i = 0; i < PARAMS; i++) {
        int j;
        end += sprintf(end, "%s{\"key\": \"k%d\", \"type\": \"text\", \"value\": \"", i > 0 ? "," : "", i);
        for (j = 0; j < VALUE; j++) *end++ = 'x';
        end += sprintf(end, "\"}");
    }
    sprintf(end, "]}");
    return body;
}

static void closed(int count) {
    char *body = large_body();
    while (count-- > 0) {
        cad_buffer out;
        cad_status status = cad_start_task(TASK, body, NULL, &out);
        expect(status, &out, CAD_E_BAD_RESPONSE, "\"unknown\"");
    }
    free(body);
}

static void once(void) {
    cad_buffer out;
    cad_client *client = new_client();
    expect(cad_client_call(client, "start_deploy_task", REQUEST, &out), &out, CAD_OK, "\"_meta\"");
    cad_client_free(client); /* says goodbye on the connection */
}

int main(int argc, char **argv) {
    struct sigaction action;
    sigset_t before, after, pending;
    pthread_sigmask(SIG_SETMASK, NULL, &before);

    if (argc < 2) return 64;
    if (strcmp(argv[1], "offline") == 0) offline();
    if (strcmp(argv[1], "documents") == 0) documents();
    if (strcmp(argv[1], "start") == 0) start();
    if (strcmp(argv[1], "cut") == 0) cut();
    if (strcmp(argv[1], "closed") == 0 && argc == 3) closed(atoi(argv[2]));
    if (strcmp(argv[1], "once") == 0) once();

    /* SIGPIPE ends this process if it arrives; neither the mask nor the disposition may have changed on the way. */
    EXPECT(sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    EXPECT(sigismember(&before, SIGPIPE) == 0 && sigismember(&after, SIGPIPE) == 0);
    EXPECT(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0);
    puts("done");
    return 0;
}
