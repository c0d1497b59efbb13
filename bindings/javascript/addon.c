/*
 * addon.c - the functions of codearts_deploy.h for Node, on Node-API; index.js makes promises of them.
 *
 * Nothing here blocks. A client's descriptor is watched by the loop of the thread that made it, while it has operations;
 * when they have news, index.js is called.
 */
#define NAPI_VERSION 8
#define _GNU_SOURCE
#include <codearts_deploy.h>
#include <dlfcn.h>
#include <node_api.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <uv.h>

/* -------------------------------------------------------------------------------------------- The library -- */

#define FUNCTIONS(F)                                                                                                   \
    F(version) F(abi_version) F(buffer_free) F(status_name) F(start_task) F(validate) F(schema)                        \
    F(client_new) F(client_free) F(client_submit) F(client_fd) F(client_next_ready)                                    \
    F(operation_id) F(operation_wait) F(operation_next_event) F(operation_cancel) F(operation_free)

/* Each with the prototype that the header declares. */
#define MEMBER(name) __typeof__(cad_##name) *name;
static struct { FUNCTIONS(MEMBER) } cad;

static uv_once_t once = UV_ONCE_INIT;
static char load_fault[1024];

#define LOAD(name)                                                                                                     \
    if ((*(void **)&cad.name = dlsym(library, "cad_" #name)) == NULL)                                                  \
        snprintf(load_fault, sizeof load_fault, "%s has no function cad_" #name, path);

static void load(void) {
    const char *named = getenv("CODEARTS_DEPLOY_LIBRARY");
    const char *path = named != NULL && *named != '\0' ? named : "libcodearts_deploy.so.0";
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);

    if (library == NULL) {
        snprintf(load_fault, sizeof load_fault, "%s. CODEARTS_DEPLOY_LIBRARY may name the library.", dlerror());
        return;
    }
    FUNCTIONS(LOAD)
    if (*load_fault == '\0' && cad.abi_version() < CAD_ABI_VERSION)
        snprintf(load_fault, sizeof load_fault, "%s is of ABI %u, and ABI %u is needed", path, cad.abi_version(),
                 (unsigned)CAD_ABI_VERSION);
}

/* ---------------------------------------------------------------------------------------------- Arguments -- */

enum { MOST = 4 };

static void arguments(napi_env env, napi_callback_info info, napi_value values[MOST]) {
    size_t count = MOST; /* those that are not given are undefined */
    napi_get_cb_info(env, info, &count, values, NULL, NULL);
}

static void *handle(napi_env env, napi_value value) {
    void *data = NULL;
    napi_get_value_external(env, value, &data);
    return data;
}

/* The UTF-8 of one character. A NUL, which would end the text, is two bytes, and half of a surrogate pair is three: the
 * library refuses both at their place. */
static char *put(char *to, uint32_t code) {
    if (code < 0x80 && code != 0) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        if (code < 0x10000) {
            *to++ = (char)(0xE0 | code >> 12);
        } else {
            *to++ = (char)(0xF0 | code >> 18);
            *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        }
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

static char *text_of_bytes(const uint8_t *bytes, size_t length) {
    char *copy = malloc(2 * length + 1), *to = copy;
    if (copy == NULL) return NULL;
    for (size_t index = 0; index < length; index++) {
        if (bytes[index] == 0) to = put(to, 0);
        else *to++ = (char)bytes[index];
    }
    *to = '\0';
    return copy;
}

static char *text_of_units(const char16_t *units, size_t length) {
    char *copy = malloc(3 * length + 1), *to = copy;
    if (copy == NULL) return NULL;
    for (size_t index = 0; index < length; index++) {
        uint32_t code = units[index];
        if (code >> 10 == 0x36 && index + 1 < length && units[index + 1] >> 10 == 0x37)
            code = 0x10000 + ((code & 0x3FF) << 10) + (units[++index] & 0x3FF);
        to = put(to, code);
    }
    *to = '\0';
    return copy;
}

/* A copy of a string or of bytes, as C reads them; NULL of anything else. */
static char *text(napi_env env, napi_value value) {
    size_t length;
    void *bytes;
    char16_t *units;
    char *copy = NULL;
    bool is_bytes;

    if (napi_is_typedarray(env, value, &is_bytes) == napi_ok && is_bytes) {
        napi_get_typedarray_info(env, value, NULL, &length, &bytes, NULL, NULL);
        return text_of_bytes(bytes, length);
    }
    if (napi_get_value_string_utf16(env, value, NULL, 0, &length) != napi_ok) return NULL;
    if ((units = malloc((length + 1) * sizeof *units)) != NULL) {
        napi_get_value_string_utf16(env, value, units, length + 1, &length);
        copy = text_of_units(units, length);
        explicit_bzero(units, length * sizeof *units);
    }
    free(units);
    return copy;
}

/* A text may hold a secret. */
static void forget(char *copy) {
    if (copy != NULL) explicit_bzero(copy, strlen(copy));
    free(copy);
}

/* [status, document or undefined, handle or undefined]; frees the document. */
static napi_value answer(napi_env env, cad_status status, cad_buffer *out, napi_value given) {
    napi_value array, element;

    napi_create_array(env, &array);
    napi_create_int32(env, status, &element);
    napi_set_element(env, array, 0, element);
    if (out->data != NULL && napi_create_string_utf8(env, out->data, out->len, &element) == napi_ok)
        napi_set_element(env, array, 1, element);
    if (given != NULL) napi_set_element(env, array, 2, given);
    cad.buffer_free(out);
    return array;
}

/* ------------------------------------------------------------------------------------------------ Offline -- */

static napi_value version(napi_env env, napi_callback_info info) {
    napi_value value;
    (void)info;
    napi_create_string_utf8(env, cad.version(), NAPI_AUTO_LENGTH, &value);
    return value;
}

static napi_value status_name(napi_env env, napi_callback_info info) {
    napi_value values[MOST], name;
    cad_status status = 0;
    arguments(env, info, values);
    napi_get_value_int32(env, values[0], &status);
    napi_create_string_utf8(env, cad.status_name(status), NAPI_AUTO_LENGTH, &name);
    return name;
}

static napi_value validate(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    cad_buffer out;
    arguments(env, info, values);
    char *operation = text(env, values[0]), *request = text(env, values[1]);
    cad_status status = cad.validate(operation, request, &out);
    forget(operation);
    forget(request);
    return answer(env, status, &out, NULL);
}

static napi_value schema(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    cad_buffer out;
    arguments(env, info, values);
    char *operation = text(env, values[0]);
    cad_status status = cad.schema(operation, &out);
    forget(operation);
    return answer(env, status, &out, NULL);
}

/* ----------------------------------------------------------------------------------------------- One call -- */

struct start {
    char *task_id, *body, *token;
    cad_status status;
    cad_buffer out;
    napi_threadsafe_function done;
};

static void start_free(struct start *it) {
    forget(it->task_id);
    forget(it->body);
    forget(it->token);
    cad.buffer_free(&it->out);
    free(it);
}

/* A thread of its own: process.exit() waits for those of libuv's pool. */
static void *start_run(void *data) {
    struct start *it = data;
    napi_threadsafe_function done = it->done;
    it->status = cad.start_task(it->task_id, it->body, it->token, &it->out);
    if (napi_call_threadsafe_function(done, it, napi_tsfn_blocking) != napi_ok) start_free(it);
    napi_release_threadsafe_function(done, napi_tsfn_release);
    return NULL;
}

static void start_done(napi_env env, napi_value callback, void *context, void *data) {
    struct start *it = data;
    (void)context;
    if (env != NULL) { /* NULL: this thread of Node ends */
        napi_value undefined, given = answer(env, it->status, &it->out, NULL);
        napi_get_undefined(env, &undefined);
        napi_call_function(env, undefined, callback, 1, &given, NULL);
    }
    start_free(it);
}

/* startTask(taskId, body, token, callback) */
static napi_value start_task(napi_env env, napi_callback_info info) {
    napi_value values[MOST], name;
    struct start *it = calloc(1, sizeof *it);
    pthread_t thread;

    arguments(env, info, values);
    if (it == NULL) return napi_throw_error(env, NULL, "memory ran out; nothing was sent"), NULL;
    it->task_id = text(env, values[0]);
    it->body = text(env, values[1]);
    it->token = text(env, values[2]);
    napi_create_string_utf8(env, "codearts_deploy", NAPI_AUTO_LENGTH, &name);
    napi_create_threadsafe_function(env, values[3], NULL, name, 0, 1, NULL, NULL, NULL, start_done, &it->done);
    if (pthread_create(&thread, NULL, start_run, it) != 0) {
        napi_release_threadsafe_function(it->done, napi_tsfn_release);
        start_free(it);
        return napi_throw_error(env, NULL, "no thread is left; nothing was sent"), NULL;
    }
    pthread_detach(thread);
    return NULL;
}

/* ------------------------------------------------------------------------------------------------- Client -- */

struct client {
    cad_client *client;
    napi_env env;
    uv_poll_t poll;
    napi_ref on_news;                     /* while it listens */
    napi_async_cleanup_hook_handle hook;  /* while there is a poll: the loop must not end before it is closed */
    int owners;                           /* the value in JavaScript, and the poll */
};

static void client_release(struct client *it) {
    if (--it->owners == 0) free(it);
}

static void poll_closed(uv_handle_t *poll) {
    struct client *it = poll->data;
    napi_remove_async_cleanup_hook(it->hook);
    it->hook = NULL;
    client_release(it);
}

static void poll_close(struct client *it) {
    if (it->hook != NULL && !uv_is_closing((uv_handle_t *)&it->poll)) uv_close((uv_handle_t *)&it->poll, poll_closed);
}

static void at_end_of_loop(napi_async_cleanup_hook_handle hook, void *data) {
    (void)hook;
    poll_close(data);
}

static void client_end(struct client *it) {
    poll_close(it);
    cad.client_free(it->client);
    it->client = NULL;
}

static void client_forgotten(napi_env env, void *data, void *hint) {
    (void)env;
    (void)hint;
    client_end(data);
    client_release(data);
}

static napi_value client_new(napi_env env, napi_callback_info info) {
    napi_value values[MOST], external = NULL;
    struct client *it = calloc(1, sizeof *it);
    cad_buffer out;

    arguments(env, info, values);
    if (it == NULL) return napi_throw_error(env, NULL, "memory ran out"), NULL;
    it->env = env;
    it->owners = 1;
    char *configuration = text(env, values[0]);
    cad_status status = cad.client_new(configuration, &it->client, &out);
    forget(configuration);
    if (status != CAD_OK || napi_create_external(env, it, client_forgotten, NULL, &external) != napi_ok) {
        cad.client_free(it->client);
        free(it);
    }
    return answer(env, status, &out, external);
}

static napi_value client_free(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    arguments(env, info, values);
    client_end(handle(env, values[0]));
    return NULL;
}

static void on_readable(uv_poll_t *poll, int status, int events) {
    struct client *it = poll->data;
    napi_handle_scope scope;
    napi_value global, callback, error;

    (void)status;
    (void)events;
    napi_open_handle_scope(it->env, &scope);
    napi_get_global(it->env, &global);
    napi_get_reference_value(it->env, it->on_news, &callback);
    if (napi_make_callback(it->env, NULL, global, callback, 0, NULL, NULL) == napi_pending_exception &&
        napi_get_and_clear_last_exception(it->env, &error) == napi_ok)
        napi_fatal_exception(it->env, error);
    napi_close_handle_scope(it->env, scope);
}

static const char *poll_open(struct client *it) {
    uv_loop_t *loop;
    int descriptor = cad.client_fd(it->client);

    if (descriptor < 0) return "no descriptor is left";
    napi_get_uv_event_loop(it->env, &loop);
    if (uv_poll_init(loop, &it->poll, descriptor) != 0) return "the loop cannot watch the client's descriptor";
    it->poll.data = it;
    it->owners++;
    napi_add_async_cleanup_hook(it->env, at_end_of_loop, it, &it->hook);
    return NULL;
}

/* clientListen(client, callback): calls it when clientNextReady has something, and keeps loop and client alive. */
static napi_value client_listen(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    const char *fault = NULL;

    arguments(env, info, values);
    struct client *it = handle(env, values[0]);
    if (it->hook == NULL) fault = poll_open(it);
    if (fault != NULL) return napi_throw_error(env, NULL, fault), NULL;
    napi_create_reference(env, values[1], 1, &it->on_news);
    uv_poll_start(&it->poll, UV_READABLE, on_readable);
    return NULL;
}

static napi_value client_rest(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    arguments(env, info, values);
    struct client *it = handle(env, values[0]);
    uv_poll_stop(&it->poll);
    napi_delete_reference(env, it->on_news);
    it->on_news = NULL;
    return NULL;
}

/* The id of an operation that has news, or 0. */
static napi_value client_next_ready(napi_env env, napi_callback_info info) {
    napi_value values[MOST], number;
    uint64_t id = 0; /* also of a client that was closed meanwhile */
    arguments(env, info, values);
    cad.client_next_ready(((struct client *)handle(env, values[0]))->client, &id);
    napi_create_int64(env, (int64_t)id, &number);
    return number;
}

/* ---------------------------------------------------------------------------------------------- Operation -- */

struct operation {
    cad_operation *operation;
};

static void operation_forgotten(napi_env env, void *data, void *hint) {
    (void)env;
    (void)hint;
    cad.operation_free(((struct operation *)data)->operation);
    free(data);
}

static cad_operation *operation_of(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    arguments(env, info, values);
    return ((struct operation *)handle(env, values[0]))->operation;
}

static napi_value client_submit(napi_env env, napi_callback_info info) {
    napi_value values[MOST], external = NULL;
    struct operation *it = calloc(1, sizeof *it);
    cad_buffer out;

    arguments(env, info, values);
    if (it == NULL) return napi_throw_error(env, NULL, "memory ran out; nothing was sent"), NULL;
    char *name = text(env, values[1]), *request = text(env, values[2]);
    struct client *client = handle(env, values[0]);
    cad_status status = cad.client_submit(client->client, name, request, &it->operation, &out);
    forget(name);
    forget(request);
    if (status != CAD_OK || napi_create_external(env, it, operation_forgotten, NULL, &external) != napi_ok) {
        cad.operation_free(it->operation);
        free(it);
    }
    return answer(env, status, &out, external);
}

static napi_value operation_id(napi_env env, napi_callback_info info) {
    napi_value number;
    napi_create_int64(env, (int64_t)cad.operation_id(operation_of(env, info)), &number);
    return number;
}

static napi_value operation_wait(napi_env env, napi_callback_info info) {
    cad_buffer out;
    cad_status status = cad.operation_wait(operation_of(env, info), 0, &out);
    return answer(env, status, &out, NULL);
}

static napi_value operation_next_event(napi_env env, napi_callback_info info) {
    cad_buffer out;
    cad_status status = cad.operation_next_event(operation_of(env, info), 0, &out);
    return answer(env, status, &out, NULL);
}

static napi_value operation_cancel(napi_env env, napi_callback_info info) {
    cad.operation_cancel(operation_of(env, info));
    return NULL;
}

static napi_value operation_free(napi_env env, napi_callback_info info) {
    napi_value values[MOST];
    arguments(env, info, values);
    struct operation *it = handle(env, values[0]);
    cad.operation_free(it->operation);
    it->operation = NULL;
    return NULL;
}

/* ------------------------------------------------------------------------------------------------- Module -- */

NAPI_MODULE_INIT() {
    static const struct { const char *name; napi_callback function; } functions[] = {
        {"version", version}, {"statusName", status_name}, {"validate", validate}, {"schema", schema},
        {"startTask", start_task}, {"clientNew", client_new}, {"clientFree", client_free},
        {"clientListen", client_listen}, {"clientRest", client_rest}, {"clientNextReady", client_next_ready},
        {"clientSubmit", client_submit}, {"operationId", operation_id}, {"operationWait", operation_wait},
        {"operationNextEvent", operation_next_event}, {"operationCancel", operation_cancel},
        {"operationFree", operation_free}};

    uv_once(&once, load);
    if (*load_fault != '\0') return napi_throw_error(env, "ERR_DLOPEN_FAILED", load_fault), NULL;
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        napi_value function;
        napi_create_function(env, functions[index].name, NAPI_AUTO_LENGTH, functions[index].function, NULL, &function);
        napi_set_named_property(env, exports, functions[index].name, function);
    }
    return exports;
}
