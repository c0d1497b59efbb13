/* The runner of the C header. See Tests/Bindings/README.md for its orders. */
#include <codearts_deploy.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text that grows. */
struct text {
    char *bytes;
    size_t length;
};

static void add(struct text *text, const char *more) {
    size_t count = strlen(more);
    char *longer = realloc(text->bytes, text->length + count + 1);
    if (longer == NULL) abort();
    memcpy(longer + text->length, more, count + 1);
    text->bytes = longer;
    text->length += count;
}

static void add_quoted(struct text *text, const char *plain) {
    cad_buffer quoted;
    if (cad_quote(plain, &quoted) != CAD_OK) abort();
    add(text, quoted.data);
    cad_buffer_free(&quoted);
}

/* An answer in the making. */
struct answer {
    const char *status;
    struct text others, document, events;
};

static void add_member(struct answer *answer, const char *name, const char *value) {
    add(&answer->others, ", ");
    add_quoted(&answer->others, name);
    add(&answer->others, ": ");
    add_quoted(&answer->others, value);
}

static void say(struct answer *answer) {
    struct text line = {NULL, 0};
    add(&line, "{\"status\": ");
    add_quoted(&line, answer->status);
    add(&line, answer->others.bytes != NULL ? answer->others.bytes : "");
    add(&line, ", \"document\": ");
    add_quoted(&line, answer->document.bytes != NULL ? answer->document.bytes : "");
    add(&line, ", \"events\": [");
    add(&line, answer->events.bytes != NULL ? answer->events.bytes : "");
    add(&line, "]}");
    puts(line.bytes);
    fflush(stdout);
    free(line.bytes);
    free(answer->others.bytes);
    free(answer->document.bytes);
    free(answer->events.bytes);
}

/* An order: a line of JSON. */
static cad_buffer order;

/* The text at a place of a document, to be freed; NULL where there is none. */
static char *text_at(const cad_buffer *document, const char *pointer) {
    cad_buffer found;
    char *text = NULL;
    if (cad_text(document, pointer, &found) == CAD_OK) {
        text = malloc(found.len + 1);
        if (text == NULL) abort();
        memcpy(text, found.data, found.len + 1);
    }
    cad_buffer_free(&found);
    return text;
}

/* A member of the order, from its hexadecimal digits where it has them. */
static char *member(const char *name) {
    char pointer[64];
    snprintf(pointer, sizeof pointer, "/%s_hex", name);
    char *digits = text_at(&order, pointer);
    if (digits == NULL) {
        snprintf(pointer, sizeof pointer, "/%s", name);
        return text_at(&order, pointer);
    }
    size_t count = strlen(digits) / 2;
    for (size_t i = 0; i < count; i++) {
        const char pair[3] = {digits[2 * i], digits[2 * i + 1], 0};
        digits[i] = (char)strtol(pair, NULL, 16);
    }
    digits[count] = 0;
    return digits;
}

static int number(const char *name) {
    char *text = member(name);
    int value = text != NULL ? atoi(text) : 0;
    free(text);
    return value;
}

static int is(const char *text, const char *expected) { return text != NULL && strcmp(text, expected) == 0; }

static cad_client *client;

/* Adds what an error document says to the answer: its message, its outcome and its violations. */
static void tell(const cad_buffer *error, struct answer *answer) {
    char *message = text_at(error, "/message");
    const char *outcome = cad_outcome(error);
    size_t count = 0;
    if (message != NULL) add_member(answer, "message", message);
    if (outcome != NULL) add_member(answer, "outcome", outcome);
    if (cad_count(error, "/violations", &count) != CAD_OK) count = 0;
    add(&answer->others, ", \"violations\": [");
    for (size_t i = 0; i < count; i++) {
        char pointer[64];
        snprintf(pointer, sizeof pointer, "/violations/%zu/path", i);
        char *path = text_at(error, pointer);
        snprintf(pointer, sizeof pointer, "/violations/%zu/rule", i);
        char *rule = text_at(error, pointer);
        add(&answer->others, i > 0 ? ", [" : "[");
        add_quoted(&answer->others, path != NULL ? path : "");
        add(&answer->others, ", ");
        add_quoted(&answer->others, rule != NULL ? rule : "");
        add(&answer->others, "]");
        free(path);
        free(rule);
    }
    add(&answer->others, "]");
    free(message);
}

static void keep(cad_status status, cad_buffer *out, struct answer *answer) {
    answer->status = cad_status_name(status);
    add(&answer->document, out->data != NULL ? out->data : "");
    if (status != CAD_OK) tell(out, answer);
    cad_buffer_free(out);
}

static void run(const char *operation, const char *request, struct answer *answer) {
    char *events = member("events"), *cancel_on = member("cancel_on");
    cad_operation *running = NULL;
    cad_buffer out;
    if (client == NULL) answer->status = "closed"; /* a handle that was freed cannot be used in C */
    else if (is(events, "no")) keep(cad_client_call(client, operation, request, &out), &out, answer);
    else {
        cad_status status = cad_client_submit(client, operation, request, &running, &out);
        if (status == CAD_OK) {
            cad_buffer_free(&out);
            while (cad_operation_next_event(running, -1, &out) == CAD_OK) {
                char *name = text_at(&out, "/event");
                if (answer->events.length > 0) add(&answer->events, ", ");
                add_quoted(&answer->events, out.data);
                if (name != NULL && is(cancel_on, name)) cad_operation_cancel(running);
                free(name);
                cad_buffer_free(&out);
            }
            status = cad_operation_wait(running, -1, &out);
        }
        keep(status, &out, answer);
        cad_operation_free(running);
    }
    free(events);
    free(cancel_on);
}

static atomic_int left, done;

static void *start_some(void *request) {
    while (atomic_fetch_sub(&left, 1) > 0) {
        cad_buffer out;
        if (cad_client_call(client, "start_deploy_task", request, &out) == CAD_OK) atomic_fetch_add(&done, 1);
        cad_buffer_free(&out);
    }
    return NULL;
}

static void starts(char *request, struct answer *answer) {
    pthread_t threads[64];
    char count[16];
    int wanted = number("threads");
    if (wanted > 64) wanted = 64;
    atomic_store(&left, number("count"));
    atomic_store(&done, 0);
    for (int i = 0; i < wanted; i++)
        if (pthread_create(&threads[i], NULL, start_some, request) != 0) abort();
    for (int i = 0; i < wanted; i++) pthread_join(threads[i], NULL);
    snprintf(count, sizeof count, "%d", atomic_load(&done));
    add_member(answer, "ok", count);
}

static void abandon(const char *operation, const char *request, struct answer *answer) {
    cad_operation *running = NULL;
    cad_buffer out;
    if (cad_client_submit(client, operation, request, &running, &out) != CAD_OK) abort();
    cad_buffer_free(&out);
    while (cad_operation_next_event(running, -1, &out) == CAD_OK) {
        char *name = text_at(&out, "/event");
        int has_begun = is(name, "started");
        free(name);
        cad_buffer_free(&out);
        if (has_begun) break;
    }
    say(answer);
    exit(0);
}

static void drop(const char *operation, const char *request) {
    for (int count = number("count"); count > 0; count--) {
        cad_client *another;
        cad_operation *running = NULL;
        cad_buffer out;
        if (cad_client_new(NULL, &another, &out) != CAD_OK) abort();
        cad_buffer_free(&out);
        if (cad_client_submit(another, operation, request, &running, &out) != CAD_OK) abort();
        cad_buffer_free(&out);
        cad_operation_free(running);
        cad_client_free(another);
    }
}

static void carry_out(const char *what, struct answer *answer) {
    char *operation = member("operation"), *request = member("request");
    cad_buffer out;
    if (is(what, "open")) {
        char *configuration = member("configuration");
        cad_client_free(client);
        keep(cad_client_new(configuration, &client, &out), &out, answer);
        free(configuration);
    }
    if (is(what, "close")) {
        cad_client_free(client);
        client = NULL;
    }
    if (is(what, "run")) run(operation, request, answer);
    if (is(what, "validate")) keep(cad_validate(operation, request, &out), &out, answer);
    if (is(what, "schema")) keep(cad_schema(operation, &out), &out, answer);
    if (is(what, "start")) {
        char *task_id = member("task_id"), *body = member("body"), *token = member("token");
        keep(cad_start_task(task_id, body, token, &out), &out, answer);
        free(task_id);
        free(body);
        free(token);
    }
    if (is(what, "starts")) starts(request, answer);
    if (is(what, "abandon")) abandon(operation, request, answer);
    if (is(what, "drop")) drop(operation, request);
    free(operation);
    free(request);
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        struct answer answer = {"CAD_OK", {NULL, 0}, {NULL, 0}, {NULL, 0}};
        order = (cad_buffer){line, (size_t)length};
        char *what = member("do");
        carry_out(what, &answer);
        free(what);
        say(&answer);
    }
    free(line);
    cad_client_free(client);
    return 0;
}
