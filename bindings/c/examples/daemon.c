/*
 * daemon.c - a service that deploys: one thread, an epoll loop, signals as events, no JSON library.
 *
 *     cc daemon.c -o daemon $(pkg-config --cflags --libs codearts_deploy)
 *     export CODEARTS_DEPLOY_REGION=cn-north-4 CODEARTS_DEPLOY_TOKEN=...
 *     ./daemon d2dc947ec2424d8789bb3984bb3adf45=1.2.3 ...
 *
 * Each argument is a task and the version to deploy there; all run at once. SIGINT and SIGTERM cancel them, and the
 * deployments themselves go on. Exit codes: 0 all succeeded; 1 one did not; 64 usage; 71 the system has no descriptor.
 */
#define _GNU_SOURCE
#include <codearts_deploy.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { SUCCEEDED = 0, FAILED = 1, USAGE = 64, NO_DESCRIPTOR = 71 };

/* Begins a deployment; NULL where the request is refused, and why is said. */
static cad_operation *begin(const cad_client *client, char *task) {
    char *version = strchr(task, '=');
    char *request = NULL;
    cad_operation *operation = NULL;
    cad_buffer id = {NULL, 0}, text = {NULL, 0}, reply;
    if (version != NULL) *version++ = '\0';
    if (cad_quote(task, &id) == CAD_OK && cad_quote(version != NULL ? version : "", &text) == CAD_OK &&
        asprintf(&request, "{\"task_id\": %s, \"params\": [{\"key\": \"version\", \"value\": %s, \"type\": \"text\"}]}",
                 id.data, text.data) > 0) {
        if (cad_client_submit(client, "deploy", request, &operation, &reply) != CAD_OK) puts(reply.data);
        cad_buffer_free(&reply);
    }
    free(request);
    cad_buffer_free(&id);
    cad_buffer_free(&text);
    return operation;
}

/* What a document says at a pointer, after a label; nothing where it says nothing. */
static void print(const char *label, const cad_buffer *document, const char *pointer) {
    cad_buffer text;
    if (cad_text(document, pointer, &text) == CAD_OK) printf("%s%s", label, text.data);
    cad_buffer_free(&text);
}

/* Takes what is new of an operation. Frees it once it has ended, and counts where it has failed. */
static void follow(cad_operation **operation, int *failures) {
    cad_buffer event, end;
    cad_status status;
    while ((status = cad_operation_next_event(*operation, 0, &event)) == CAD_OK) {
        print("state ", &event, "/state");
        print(" of ", &event, "/name");
        print(" ", &event, "/record_id");
        puts("");
        cad_buffer_free(&event);
    }
    if (status == CAD_PENDING) return;
    cad_buffer_free(&event);
    status = cad_operation_wait(*operation, 0, &end);
    printf("%s", cad_status_name(status));
    print(": ", &end, "/message");
    print(", outcome ", &end, "/outcome");
    print(", failed step ", &end, "/deployment/failed_step/name");
    print(", record ", &end, "/record_id");
    puts("");
    if (status != CAD_OK) (*failures)++;
    cad_buffer_free(&end);
    cad_operation_free(*operation);
    *operation = NULL;
}

int main(int argc, char **argv) {
    cad_operation **operations = calloc((size_t)argc, sizeof *operations);
    struct epoll_event event = {.events = EPOLLIN};
    cad_client *client;
    cad_buffer reply;
    sigset_t ends;
    int loop = epoll_create1(EPOLL_CLOEXEC), signals, left = 0, failures = 0, i;

    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    signals = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
    if (argc < 2 || operations == NULL) return USAGE;
    if (cad_client_new(NULL, &client, &reply) != CAD_OK) return puts(reply.data), cad_buffer_free(&reply), FAILED;
    cad_buffer_free(&reply);
    event.data.fd = signals;
    if (epoll_ctl(loop, EPOLL_CTL_ADD, signals, &event) != 0) return NO_DESCRIPTOR;
    event.data.fd = cad_client_fd(client);
    if (epoll_ctl(loop, EPOLL_CTL_ADD, event.data.fd, &event) != 0) return NO_DESCRIPTOR;

    for (i = 1; i < argc; i++) {
        operations[i] = begin(client, argv[i]);
        if (operations[i] != NULL) left++;
        else failures++;
    }
    while (left > 0) {
        uint64_t id;
        struct signalfd_siginfo signal;
        if (epoll_wait(loop, &event, 1, -1) < 0) continue;
        if (event.data.fd == signals && read(signals, &signal, sizeof signal) == sizeof signal) {
            for (i = 1; i < argc; i++) cad_operation_cancel(operations[i]);
        }
        while (cad_client_next_ready(client, &id) == CAD_OK) {
            for (i = 1; i < argc && cad_operation_id(operations[i]) != id; i++) continue;
            if (i == argc) continue;
            follow(&operations[i], &failures);
            if (operations[i] == NULL) left--;
        }
        fflush(stdout);
    }
    cad_client_free(client);
    free(operations);
    return failures > 0 ? FAILED : SUCCEEDED;
}
