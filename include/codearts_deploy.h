/*
 * codearts_deploy.h - start a deployment of Huawei Cloud CodeArts Deploy once, and know how it ended.
 *
 * Introduction
 * ------------
 * This header is the whole contract of the library. A request goes in as JSON text, is checked against the limits
 * that the service documents, is sent over HTTPS at most once, and comes back as JSON text: either the service's
 * own reply, or an error document that says what happened, whether the request left this machine, and what a
 * second try would mean. The smallest program that starts a deployment:
 *
 *     cad_buffer reply;
 *     cad_status status = cad_start_task("d2dc947ec2424d8789bb3984bb3adf45", "{}", NULL, &reply);
 *     puts(reply.data ? reply.data : cad_status_name(status));
 *     cad_buffer_free(&reply);
 *     return status == CAD_OK ? 0 : 1;
 *
 * Build with: cc program.c $(pkg-config --cflags --libs codearts_deploy)
 *
 * Conventions
 * -----------
 * Text      Every `const char *` is NUL-terminated UTF-8. It is checked, not repaired: invalid UTF-8 is refused, in a
 *           JSON text as a violation with the rule "encoding" and its position.
 * NULL      A parameter may be NULL only where its description says so; otherwise CAD_E_INVALID_ARGUMENT is returned
 *           and nothing is sent. An empty token is refused as well; it never means "use another one", because an
 *           unset shell variable must not deploy with somebody else's rights.
 * Outputs   The last parameters. `out` is write-only: the function first sets it to {NULL, 0}, whatever it held. On
 *           CAD_OK it then holds the result, on an error the error document, and {NULL, 0} if there is neither
 *           (memory ran out). Always pass it to cad_buffer_free. `out` itself must not be NULL.
 * Errors    The return value says what happened; there is no errno and no thread-local "last error".
 * Handles   Opaque. A `_free` function accepts NULL and does nothing then. Using a handle after its `_free` is undefined.
 * Threads   Every function may be called from any thread. A handle taken as `const T *` may be used by many threads
 *           at once; one taken as `T *` by one thread at a time.
 * Background cad_client_submit runs an operation on one thread of the client, which starts with the first of them. It
 *           blocks every signal, calls nothing of the host but the callback of cad_set_log, and halts by itself when
 *           the process exits: an exit handler must not wait for it.
 * Processes A client may be used on both sides of fork(): the child opens its own connections and never touches its
 *           parent's. Call _free in each process that is done with it, or leave it to the end of the process. An operation
 *           belongs to the process that submitted or prepared it; in a child its functions return CAD_E_FORKED.
 * Signals   SIGPIPE never reaches the host because of this library. No function is async-signal-safe.
 * Loading   The library loads no other library before the first request is sent. Then it opens libcurl, 7.65.0 or
 *           newer, the first of these that loads: the system's OpenSSL build (libcurl.so.4), the system's GnuTLS build
 *           (libcurl-gnutls.so.4), and the copy that wheels and releases carry, libcurl-codearts.so.4 beside this
 *           library or in ../lib/codearts-deploy. This library is never unmapped by dlclose.
 * ABI       Within libcodearts_deploy.so.0 nothing that is declared here changes or goes away. Numbers are pinned.
 *
 * Documents
 * ---------
 * Result    The service's own object with all its fields, known to this library or not, and one more member:
 *             "_meta": {"http_status": 200, "request_id": "...", "attempts": 1}
 *           If the operation gave warnings, "_meta" also has "warnings": ["...", ...], at most 100, in order;
 *           each is an event as well. This holds for operations of several calls too. ("warning" repeats the first, for
 *           callers of earlier versions.)
 *
 * Error     A member is absent if it is not known:
 *             {
 *               "status": "CAD_E_VALIDATION",     the name of the returned status
 *               "message": "...",                 what happened, whether it was sent, what to do now
 *               "outcome": "not_sent",            if the operation may start a deployment, see below
 *               "retryable": false,               whether sending the same request again may help and is safe
 *               "violations": [{"path": "params[1].value", "rule": "length", "message": "...",
 *                               "line": 4, "column": 16}],        1-based; columns count bytes
 *               "http_status": 400, "error_code": "Deploy.00011042", "error_msg": "...",   the service's own words
 *               "request_id": "...", "retry_after_ms": 5000, "attempts": 1,
 *               "record_id": "...",               the deployment concerned
 *               "warnings": ["...", ...],         as in a result
 *               "deployment": {...}, "candidates": [...], "checks": [...], "items": [...], "counts": {...}
 *             }                                   of operations made of several calls, see Operations
 *           Third-party text is truncated to 4 KiB, with an ellipsis.
 *           A `rule` is one of json type required length range count pattern forbidden enum duplicate
 *           unknown_field encoding depth size conflict. The list may grow.
 *
 * Event     An event of a background operation is one JSON object. Events come in order. Each has "time", in UTC by this
 *           machine's clock, "2026-05-31T08:15:30.042Z", and "task_id" and "record_id" if it is about one. The requests
 *           that only poll have none:
 *             {"event": "attempt", "attempt": 1, "operation": "start_deploy_task"}
 *             {"event": "answer", "attempt": 1, "operation": "start_deploy_task", "method": "POST", "path": "/v2/...",
 *              "http_status": 200, "request_id": "...", "status": "CAD_OK", "duration_ms": 183}
 *                                         how each request ended, those that only poll too, and those for a credential
 *                                         (without an operation); where "_options" have "answers": true. The path has
 *                                         no query
 *             {"event": "retry", "attempt": 1, "status": "CAD_E_CONNECT", "message": "...", "delay_ms": 180}
 *             {"event": "throttled", "delay_ms": 2400, "in_flight": 4}      requests that the client now sends at once;
 *                                         with "limit": 50, "period_ms": 1000 if it knows how many in which time
 *             {"event": "warning", "message": "..."}
 *             {"event": "started", "record_id": "..."}                      deploy, or its rollback, created it
 *             {"event": "state", "state": "running", "record_id": "..."}    of the deployment that is followed
 *             {"event": "step", "name": "...", "id": "...", "state": "running"}    of one of its steps
 *             {"event": "log", "text": "..."}                               what its log gained since the last one
 *             {"event": "waiting", "message": "..."}                        for a deployment that runs already
 *             {"event": "rollback", "record_id": "..."}                     goes back to what this record deployed
 *             {"event": "result", "index": 0, "status": "CAD_OK", "reply": {...}}    of start_many; or "error": {...}
 *             {"event": "wave", "wave": 1, "of": 3, "items": 5}             of deploy_many, whose other events also have
 *             {"event": "item", "name": "...", "state": "succeeded"}        "index" and "item"
 *             {"event": "dropped", "count": 12}    that many of the oldest were not read in time; never a result or item
 *           Callers must ignore members and events that they do not know.
 *
 * Outcome   What the failure means for a second try:
 *             "not_sent"  nothing was written to the service; trying again cannot start a second deployment
 *             "refused"   the service refused to start it; change what it objects to, then try again
 *             "started"   the deployment was started although the call failed; do not start it again
 *             "unknown"   the request was written and no usable answer came back: the deployment may be running.
 *                         Look at the application's records before you start it again
 *
 * Operations
 * ----------
 * Under the service's own names, with the fields of path, query and body in one object (cad_schema describes each):
 *   deployments   start_deploy_task, show_deploy_status, stop_deploy_task_record, rollback_records
 *   records       show_app_log, list_deploy_task_history_by_date, show_execution_params
 *   tasks         show_deploy_task_detail, list_deploy_tasks, show_task_trigger
 *   applications  show_app_detail_by_id, list_all_app, update_app_disable_status, show_application_msg_list
 *   figures       list_task_success_rate, show_project_success_rate
 *
 * And these, which are made of several calls:
 *
 *   start_many    {"items": [start_deploy_task request, ...], "results": "collect", "max_in_flight": 32}
 *                 Up to 100,000 starts, that many at once; all are checked before the first is sent. The result is
 *                   {"items": [{"index", "status", "reply" or "error"}, ...],
 *                    "counts": {"started", "refused", "not_sent", "unknown"}}
 *                 With "results": "stream" each item is an event, in the order of completion, the result holds only
 *                 the counts, and no item starts while 1,000 results are unread.
 *
 *   watch         {"task_id", "record_id"} and options. Follows a deployment to its end, whoever started it.
 *                   "timeout_ms"   (1900000)  how long to follow it
 *                   "interval_ms"  (3000)     the polling interval; below 250 only if the endpoint is this machine
 *                   "on_timeout", "on_cancel" ("leave")  or "stop"; a deployment that succeeded meanwhile is reported
 *                                             as succeeded
 *                   "log"          (true)     whether the deployment's log is delivered as events
 *                 The result is {"state": "succeeded", "record_id", "task_id", "duration_ms", "steps": [...]}. Any
 *                 other end is an error whose "deployment" has the same members, "failed_step" and "log_tail".
 *
 *   deploy        start_deploy_task and watch in one, with the members of both, and:
 *                   "wait_until_idle_ms" (0)  how long to wait if the application is already being deployed; not part
 *                                             of timeout_ms
 *                   "dry_run"      (false)    checks whether it could be started, and starts nothing
 *                   "undeclared"   ("warn")   or "refuse" or "ignore": "params" that the application does not mention.
 *                                             Refused means CAD_E_VALIDATION, before anything is started
 *                   "on_failure"   ("leave")  or "rollback" to the last record that succeeded, unless another
 *                                             deployment was started since, or this machine's clock is off by a day or
 *                                             more
 *                   "guard"        (true)     notes the newest record before the start. If the answer to the start is
 *                                             lost, the task's new records are compared with what was sent. One that
 *                                             matches is followed, and "adopted" is true in the result, with a warning:
 *                                             somebody else may have started the same, and a stop or a rollback that
 *                                             was requested then affects their deployment
 *                   "marker"                  a text parameter that the application declares: it gets a UUID, and the
 *                                             record that shows it is certainly this start's
 *                   "journal"                 a file that tells how far the deployment is; its intent is on the disk
 *                                             before the start is sent. Not usable, or in use: nothing is started
 *                   "resume"       (false)    goes on from where the journal ends: what ended is reported, a record is
 *                                             followed, an intent without a record is looked for among the task's
 *                   "on_unknown"   ("stop")   or "start": for an intent of which no record is found
 *                   "intent"                  what prepare_deploy returned for the same request: starts by it
 *                   "settle"       (false)    starts nothing, and says what became of the intent: "settled" is
 *                                             "not_started", "started" ("record_id") or "unknown" ("candidates")
 *                 It never sends a second start.
 *
 *   prepare_deploy  the members of deploy but the last six and "dry_run". Reads what deploy reads before its start, and
 *                 returns that as an intent, in which there is no secret. Starts nothing.
 *
 *   deploy_many   A release: {"items": [{members of deploy, "name", "after", "wave"}, ...]} and, for items without their
 *                 own, every other option of deploy. An item is started and followed as by deploy; its name is the
 *                 task's id if it has none.
 *                   "after"                   names of items that must succeed before this one starts
 *                   "waves"                   [1, "10%", "100%"]: the size of each wave, in the items' order; the last
 *                                             has the rest. Or "wave" of each item, from 1
 *                   "max_in_flight" (10)      deployments at once
 *                   "max_failures"            3 or "10%": after more than these nothing new starts, and what runs is
 *                                             followed to its end
 *                   "pause_ms"     (0)        between two waves
 *                   "on_release_failure" ("leave")  or "rollback": what succeeded goes back too, the last first
 *                   "log"          (false)    logs are read for failures only
 *                   "journal", "resume", "on_unknown"  one file for all items
 *                 The result, or the error if not all succeeded, is
 *                   {"items": [{"index", "name", "task_id", "state", "record_id", "duration_ms", "steps", "failed_step",
 *                     "log_tail", "adopted", "rollback", "error"}, ...],
 *                    "counts": {"succeeded": 2, ...},
 *                    "release": {"state", "waves", "duration_ms"}}
 *                 An item's "state" is one of succeeded failed stopped rolled_back not_started unknown still_running;
 *                 the release's is succeeded, failed, stopped_early or rolled_back. The events of an item have "index"
 *                 and "item", its name.
 *
 *   list_records  {"task_id", "since", "until", "limit"}. The records of up to 92 days, the newest first, by the
 *                 service's dates.
 *
 *   find_task     {"app", "project_id"}. The one application with this name, or with this id, as {"task_id", "app_id",
 *                 "name"}. None: CAD_E_NOT_FOUND, and "candidates" are similar names. Several: CAD_E_VALIDATION, and
 *                 "candidates" are their tasks.
 *
 *   call_api      {"method", "path", "query", "body"}. Any other API of the service.
 *
 * Environment, read by every call to which the same was not given directly:
 *   CODEARTS_DEPLOY_ENDPOINT, else HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_<REGION>  the service's base URL
 *   CODEARTS_DEPLOY_REGION, HW_REGION_NAME, OS_REGION_NAME                         the region, "cn-north-4"
 *   HUAWEICLOUD_SDK_IAM_ENDPOINT, HW_AUTH_URL, OS_AUTH_URL                         where tokens are fetched
 *   CODEARTS_DEPLOY_PROJECT_ID                                                     the CodeArts project
 *   HUAWEICLOUD_SDK_PROJECT_ID                                                     the IAM project, X-Project-Id
 *   CODEARTS_DEPLOY_LOG                                                            "debug": events to standard error
 *   CURL_CA_BUNDLE; else SSL_CERT_FILE, SSL_CERT_DIR; else REQUESTS_CA_BUNDLE      CA certificates, for a proxy too
 *   HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY                                   as curl reads them
 * The credential is the first of these sources that is present, as a whole; a source with half a key is an error:
 *   CODEARTS_DEPLOY_TOKEN, HW_AUTH_TOKEN                                           a token
 *   HUAWEICLOUD_SDK_AK, _SK, _SECURITY_TOKEN; CLOUD_SDK_AK, _SK, _SECURITY_TOKEN;  a key, by each tool's own names
 *   HW_ACCESS_KEY, HW_SECRET_KEY, HW_SECURITY_TOKEN
 *   HUAWEICLOUD_SDK_IDP_ID, and an identity token (OpenID Connect) from            temporary keys from IAM
 *     HUAWEICLOUD_SDK_ID_TOKEN_FILE, CODEARTS_DEPLOY_ID_TOKEN, or, in a job of
 *     GitHub, ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN
 *   HUAWEICLOUD_SDK_CREDENTIALS_FILE, else ~/.huaweicloud/credentials              a key: "ak = ...", "sk = ..." under
 *                                                                                  [basic] or [basiccredentials]
 *   HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME, HW_PROJECT_NAME                an IAM user
 *   OS_AUTH_TOKEN                                                                  a token
 * A variable that is set but empty counts as not set. A file that is named must exist and contain a key. The names OS_*
 * count only where OS_AUTH_URL, if it is set, is Huawei Cloud's.
 *
 * After a 401 the credential is read or fetched again, once, from the same source, and tried if it differs. A key that
 * the gateway refuses (HTTP 401, APIGW.0301) is held back for five minutes: further calls with it fail with outcome
 * "not_sent", because five failures in a row lock a key for everybody who uses it.
 *
 * "debug" never blocks: while standard error accepts no more, lines are dropped, and the next line says how many. Lines
 * are written to descriptor 2 only while it is the file that it was when the library was loaded, or another file of the
 * same type that dup2 put there; never if it was closed then, nor to a socket that was not there then.
 *
 * Service reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
 */
#ifndef CODEARTS_DEPLOY_H
#define CODEARTS_DEPLOY_H

#include <stddef.h>
#include <stdint.h>

/* A status that nobody looks at may be a deployment that nobody knows of: compilers that can warn of that do. Define
 * CAD_MUST_USE as nothing before including this header to go without. */
#ifndef CAD_MUST_USE
#if defined(__GNUC__)
#define CAD_MUST_USE __attribute__((warn_unused_result))
#else
#define CAD_MUST_USE
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------ Version -- */

/* Of this header. Compare with cad_abi_version() of the library that was loaded. */
#define CAD_VERSION "0.1.0"
#define CAD_ABI_VERSION 4

/*
 * The library's version, "MAJOR.MINOR.PATCH". The text is static: do not free it. Since 0.1.
 */
const char *cad_version(void);

/*
 * The version of this interface. It counts up by one whenever something is added, so a caller works with every
 * library that returns at least the CAD_ABI_VERSION it was compiled with. Since 0.1.
 */
uint32_t cad_abi_version(void);

/* ------------------------------------------------------------------------------------------------ Buffers -- */

/*
 * Text that the library allocated: `len` bytes of UTF-8 at `data`, then a NUL that `len` does not count.
 */
typedef struct cad_buffer {
    char *data;
    size_t len;
} cad_buffer;

/*
 * Frees the text and sets the buffer to {NULL, 0}; freeing twice is harmless.
 *
 *   buffer  may be NULL, and may hold {NULL, 0}. It must not hold anything that did not come from this library.
 *
 * Since 0.1.
 */
void cad_buffer_free(cad_buffer *buffer);

/* ------------------------------------------------------------------------------------------------- Status -- */

/*
 * What happened. Errors are numbered in groups of twenty; a group may gain members, so treat an unknown
 * number like the first of its group: status - (status - 100) % 20.
 */
typedef int32_t cad_status;

#define CAD_OK ((cad_status)0)
#define CAD_PENDING ((cad_status)1) /* not ended yet, or no event yet; not an error */
#define CAD_END ((cad_status)2)     /* nothing more will come; not an error */

#define CAD_E_INVALID_ARGUMENT ((cad_status)100) /* NULL or empty where that is not allowed, not UTF-8 */
#define CAD_E_VALIDATION ((cad_status)120)       /* the request breaks a documented limit; see violations */
#define CAD_E_CONFIGURATION ((cad_status)140)    /* endpoint, region, token or an option is missing or wrong */
#define CAD_E_AUTHENTICATION ((cad_status)160)   /* HTTP 401: the credential is not accepted, or held back */
#define CAD_E_PERMISSION ((cad_status)180)       /* HTTP 403: accepted, but not allowed to do this */
#define CAD_E_NOT_FOUND ((cad_status)200)        /* HTTP 404: no such task, application or API */
#define CAD_E_BUSY ((cad_status)220)             /* the application is being deployed already */
#define CAD_E_THROTTLED ((cad_status)240)        /* HTTP 429: too many requests; see retry_after_ms */
#define CAD_E_QUEUE_FULL ((cad_status)241)       /* 100,000 operations of this client wait already */
#define CAD_E_SERVICE ((cad_status)260)          /* any other error that the service reports */
#define CAD_E_BAD_RESPONSE ((cad_status)280)     /* no usable answer: not JSON, no id, redirect, cut short */
#define CAD_E_RESOLVE ((cad_status)300)          /* the host name was not found */
#define CAD_E_CONNECT ((cad_status)320)          /* no connection to the service or to the proxy */
#define CAD_E_TLS ((cad_status)340)              /* the TLS handshake failed, or the certificate is not trusted */
#define CAD_E_CONNECT_TIMEOUT ((cad_status)360)  /* no connection within connect_timeout_ms */
#define CAD_E_TIMEOUT ((cad_status)380)          /* no complete answer within timeout_ms */
#define CAD_E_CANCELLED ((cad_status)400)        /* cad_operation_cancel ended it */
#define CAD_E_DEPLOYMENT_FAILED ((cad_status)420)    /* the deployment ran and failed, or the service timed it out */
#define CAD_E_DEPLOYMENT_STOPPED ((cad_status)440)   /* the deployment was stopped or cancelled */
#define CAD_E_DEPLOYMENT_TIMED_OUT ((cad_status)460) /* it had not ended when timeout_ms was over */
#define CAD_E_UNRECONCILED ((cad_status)480)     /* it is not known whether a deployment was started */
#define CAD_E_FORKED ((cad_status)500)           /* the operation belongs to the parent of this process */
#define CAD_E_UNSUPPORTED ((cad_status)520)      /* libcurl is missing, or too old to be safe */
#define CAD_E_INTERNAL ((cad_status)540)         /* a fault of this library: please report it */

/*
 * The name of a status, "CAD_E_VALIDATION"; "CAD_E_UNKNOWN" for a number that this version does not have. The text
 * is static: do not free it. Since 0.1.
 */
const char *cad_status_name(cad_status status);

/* ----------------------------------------------------------------------------------------------- One call -- */

/*
 * Starts a deployment: POST /v2/tasks/{task_id}/start. Endpoint and region, TLS and proxy come from the environment;
 * connections are kept and reused between calls. Blocks until the service has answered, at most 60 s (10 s of them to
 * connect).
 *
 *   task_id    the deployment task (not the application), 32 letters and digits
 *   json_body  the request body, a JSON object, at most 12 MB; NULL means {}. Its members, all optional:
 *                "params"          array of at most 500 {"key": ..., "value": ..., "type": ...}, all three required
 *                  key             1 to 128 of A-Z a-z 0-9 . _ -, each key once
 *                  value           at most 8,192 characters, without {{ and {% and {#
 *                  type            "text", "host_group", "encrypt" or "enum"
 *                "record_id"       32 letters and digits: go back to what this record deployed
 *                "trigger_source"  "0" any source may trigger, "1" only a pipeline; 0 and 1 are accepted too
 *   token      sent as X-Auth-Token, 1 to 20,000 characters; NULL: a credential from the environment
 *   out        the result {"id": record id, "task_id", "job_name", "app_component_list", ..., "_meta"} or the error
 *              document; free it with cad_buffer_free
 *
 * A CAD_OK means that the service accepted the start and named the record, not that the deployment succeeded.
 *
 * Failures to expect: CAD_E_VALIDATION (nothing was sent; every fault is listed), CAD_E_BUSY (wait for the running
 * deployment), CAD_E_TIMEOUT or CAD_E_BAD_RESPONSE with outcome "unknown" (look at the records first).
 * Since 0.1.
 */
CAD_MUST_USE
cad_status cad_start_task(const char *task_id, const char *json_body, const char *token, cad_buffer *out);

/* ------------------------------------------------------------------------------------------------ Offline -- */

/*
 * Checks a request without sending anything, with every rule that the call itself applies.
 *
 *   operation     its name, "start_deploy_task"
 *   request_json  one flat JSON object with all fields of the operation, those of path and query included:
 *                 {"task_id": "...", "params": [...]}
 *   out           {"operation": ..., "method": "POST", "path": "/v2/tasks/.../start"}, without method and path for an
 *                 operation of several calls; or the error document with every violation
 *
 * Failures to expect: CAD_E_VALIDATION, CAD_E_INVALID_ARGUMENT (an operation that does not exist).
 * Since 0.1.
 */
cad_status cad_validate(const char *operation, const char *request_json, cad_buffer *out);

/*
 * Describes requests and replies.
 *
 *   operation  its name; NULL for all of them as one OpenAPI 3.1 document
 *   out        {"operation", "summary", "page", "method", "path", "request": JSON Schema, "response": JSON Schema}
 *              (page, method and path where the service has them), or the whole document
 *
 * Failures to expect: CAD_E_INVALID_ARGUMENT (an operation that does not exist). Since 0.1, ABI 2.
 */
cad_status cad_schema(const char *operation, cad_buffer *out);

/* ---------------------------------------------------------------------------------------------- Documents -- */

/*
 * Reads one value of a result, an error document or an event, for programs without a JSON library.
 *
 *   document  what a function of this library put in `out`, or any other JSON text; it is only read
 *   pointer   a JSON pointer (RFC 6901): "/deployment/failed_step/name", "/violations/0/path"; "" is the whole document.
 *             In a name, ~ is written ~0 and / is written ~1. An index has no leading zeros. Of members that have the
 *             same name, it is the first
 *   out       a string's text without quotes, its escapes resolved; a number or a truth value as it is written there;
 *             the JSON text of an object or array. Where a string contains \u0000, `len` is more than strlen(data)
 *
 *     cad_buffer name;
 *     if (cad_text(&error, "/deployment/failed_step/name", &name) == CAD_OK) printf("failed: %s\n", name.data);
 *     cad_buffer_free(&name);
 *
 * Each call reads the document from its start, a megabyte in a few milliseconds. In a long one, take an element out with
 * "/items/7", and read its members from that.
 * Failures to expect: CAD_E_NOT_FOUND (nothing there, or null), CAD_E_INVALID_ARGUMENT (no JSON, or no JSON pointer).
 * Since 0.1, ABI 4.
 */
cad_status cad_text(const cad_buffer *document, const char *pointer, cad_buffer *out);

/*
 * The same for a whole number.
 *
 *   out_value  the number on CAD_OK, else 0
 *
 * Failures to expect: CAD_E_NOT_FOUND; CAD_E_INVALID_ARGUMENT also where something else stands there: a number with a
 * fraction or an exponent, one that has more than 64 bits, or a string of digits. cad_text reads those.
 * Since 0.1, ABI 4.
 */
cad_status cad_integer(const cad_buffer *document, const char *pointer, int64_t *out_value);

/*
 * The same for true or false.
 *
 *   out_value  1 or 0 on CAD_OK, else 0
 *
 * Failures to expect: CAD_E_NOT_FOUND; CAD_E_INVALID_ARGUMENT also where something else stands there.
 * Since 0.1, ABI 4.
 */
cad_status cad_boolean(const cad_buffer *document, const char *pointer, int32_t *out_value);

/*
 * Counts the elements of an array, or the members of an object.
 *
 *   out_count  their number on CAD_OK, else 0
 *
 * Failures to expect: CAD_E_NOT_FOUND; CAD_E_INVALID_ARGUMENT also where something else stands there.
 * Since 0.1, ABI 4.
 */
cad_status cad_count(const cad_buffer *document, const char *pointer, size_t *out_count);

/*
 * Writes a text as a JSON string, to build a request of it.
 *
 *   text  may be empty
 *   out   the string with its quotes, `"` and `\` and control characters escaped
 *
 * Failures to expect: CAD_E_INVALID_ARGUMENT (the text is not UTF-8). Since 0.1, ABI 4.
 */
cad_status cad_quote(const char *text, cad_buffer *out);

/*
 * The outcome of an error document: "not_sent", "refused", "started" or "unknown". NULL if it has none: the operation
 * does not start deployments, or this is a result, no document, or no JSON. Where NULL comes from a start that failed,
 * treat it as "unknown". The text is static: do not free it. Since 0.1, ABI 4.
 */
const char *cad_outcome(const cad_buffer *document);

/* ------------------------------------------------------------------------------------------------- Client -- */

/* A client: a configuration with its connections. */
typedef struct cad_client cad_client;

/*
 * Makes a client. Opens no connection and loads nothing.
 *
 *   config_json  a JSON object, every member optional; NULL means {}. An unknown member is refused.
 *                  "endpoint"            "https://host[:port][/path]"; else it follows from the region
 *                  "region"              "cn-north-4", "eu-west-101", ...
 *                  "token"               sent as X-Auth-Token, 1 to 20,000 characters; or
 *                  "ak", "sk"            an access key that signs every request (SDK-HMAC-SHA256), and with it
 *                  "security_token"      the token that temporary keys come with; or
 *                  "iam"                 {"user", "password", "domain", "project", "passcode", "user_id"}: a token is
 *                                        fetched, kept and renewed. Without a project: the region's. A passcode, of a
 *                                        second factor, needs the user_id
 *                  "iam_endpoint"        where tokens are fetched; else it follows from the region
 *                  "project_id"          the CodeArts project, for operations whose request names none
 *                  "iam_project_id"      sent as X-Project-Id: the IAM project, not the CodeArts project
 *                  "ecs_metadata"        false; true takes the keys of the ECS's agency where nothing else is found
 *                  "metadata_endpoint"   "http://169.254.169.254"
 *                  "connect_timeout_ms"  10000; 1 to 600000
 *                  "timeout_ms"          60000, the whole call, retries included; 1 to 3600000
 *                  "max_attempts"        3, of one call; 1 to 10. A start is retried only if it is certain that the
 *                                        service did not process it. The calls that start_many, deploy and
 *                                        list_records make are sent again after a 429 until the deadline, unless
 *                                        their own _options limit the attempts; a watch goes on with its next poll
 *                  "max_in_flight"       32, requests in the background at once; 1 to 256
 *                  "max_response_bytes"  8388608, decompressed; 1024 to 1073741824
 *                  "proxy"               "http://host:port"; "" for none. Given here, NO_PROXY is not read
 *                  "ca_file"             CA certificates to trust instead of the system's, PEM
 *                  "user_agent"          prepended to the library's own
 *                  "log"                 "debug" writes every event to standard error, a line each; "off"
 *                  "allow_http"          false; true permits http:// to a host that is not this machine
 *                Endpoint and region are one group: where either is given, neither is read from the environment.
 *                Token, key and IAM user are three kinds of credential: give one; without one, each call reads the
 *                environment.
 *   out_client   the client on CAD_OK, else NULL; free it with cad_client_free
 *   out          {} on CAD_OK, else the error document
 *
 * Failures to expect: CAD_E_CONFIGURATION (every fault is listed).
 * Since 0.1.
 */
CAD_MUST_USE
cad_status cad_client_new(const char *config_json, cad_client **out_client, cad_buffer *out);

/*
 * Closes the client's connections and wipes its secrets. If it has operations, they go on, and this happens when the
 * last of them is freed.
 *
 *   client  may be NULL. No call of it may be running.
 *
 * Since 0.1.
 */
void cad_client_free(cad_client *client);

/*
 * Runs one operation and blocks until it has ended, at most timeout_ms.
 *
 *   client        any number of threads may call with the same client; each call uses a connection of its own
 *   operation     its name, "start_deploy_task"
 *   request_json  as for cad_validate; the member "_options": {"timeout_ms": 5000, "max_attempts": 1} applies to this
 *                 call only. Its other members: "traceparent", a header of W3C Trace Context, which is sent with each
 *                 request and not signed; "answers": true, see Event
 *   out           as for cad_start_task
 *
 * Failures to expect: those of cad_start_task.
 * Since 0.1.
 */
CAD_MUST_USE
cad_status cad_client_call(const cad_client *client, const char *operation, const char *request_json, cad_buffer *out);

/* ---------------------------------------------------------------------------------------------- Operation -- */

/* An operation in the background, or on the thread that waits for it. */
typedef struct cad_operation cad_operation;

/*
 * Runs an operation in the background. Returns as soon as the request is checked and queued.
 *
 *   client         any number of threads may submit with the same client
 *   operation      its name, "start_deploy_task"
 *   request_json   as for cad_client_call
 *   out_operation  the operation on CAD_OK, else NULL; free it with cad_operation_free
 *   out            {} on CAD_OK, else the error document
 *
 * The deadline of a call runs from here, so waiting in the queue counts.
 * Failures to expect: CAD_E_VALIDATION, CAD_E_QUEUE_FULL. Since 0.1, ABI 2.
 */
CAD_MUST_USE
cad_status cad_client_submit(const cad_client *client, const char *operation, const char *request_json,
                             cad_operation **out_operation, cad_buffer *out);

/*
 * Prepares an operation that runs on the thread that waits for it: a call that can be interrupted and cancelled, at the
 * price of a plain one. Returns as soon as the request is checked; nothing runs before the first cad_operation_wait or
 * cad_operation_next_event.
 *
 *   client         any number of threads may prepare with the same client
 *   operation      its name, "start_deploy_task"
 *   request_json   as for cad_client_call
 *   out_operation  the operation on CAD_OK, else NULL; free it with cad_operation_free
 *   out            {} on CAD_OK, else the error document
 *
 * It differs from one that was submitted in this:
 *   - It moves only while a thread waits for it, here one thread and then another if they take turns. Its deadline runs
 *     from the first wait on, waited for or not. An answer that came between two waits came in time.
 *   - A wait also ends, with CAD_PENDING, when a signal arrived: the host's handler has run by then. Wait again to go on.
 *     While a wait works, and does not sleep, it holds signals back.
 *   - cad_operation_cancel wakes the thread that waits. Where none does, it takes effect at the next wait.
 *   - cad_client_next_ready does not name it.
 *   - A second thread that waits at the same time gets CAD_E_INVALID_ARGUMENT.
 * One that has begun keeps its connection and its place in the client's rate limit: wait for it, or free it.
 * Failures to expect: CAD_E_VALIDATION. Since 0.1, ABI 3.
 */
CAD_MUST_USE
cad_status cad_client_prepare(const cad_client *client, const char *operation, const char *request_json,
                              cad_operation **out_operation, cad_buffer *out);

/*
 * A number that no other operation of this process has; 0 for NULL. Since 0.1, ABI 2.
 */
uint64_t cad_operation_id(const cad_operation *operation);

/*
 * Waits for the end.
 *
 *   operation   one thread at a time waits for one operation, here or in cad_operation_next_event
 *   timeout_ms  0 does not wait, -1 waits until the end; a host that must notice its own signals waits in slices
 *   out         the result or the error document, a fresh copy at each call; {NULL, 0} while CAD_PENDING
 *
 * Returns what cad_client_call would have returned, CAD_PENDING if it has not ended yet, CAD_E_CANCELLED after
 * cad_operation_cancel unless it had ended before. A cancel during the wait between two attempts returns the failure of
 * the last attempt. Since 0.1, ABI 2.
 */
cad_status cad_operation_wait(cad_operation *operation, int32_t timeout_ms, cad_buffer *out);

/*
 * Takes the oldest event that has not been taken yet.
 *
 *   timeout_ms  as for cad_operation_wait
 *   out         the event on CAD_OK, else {NULL, 0}
 *
 * Returns CAD_PENDING if there is none yet, CAD_END after the last one. An operation keeps its newest 256 events of at
 * most 4 MiB together, the newest in any case, and every result of a start_many. Since 0.1, ABI 2.
 */
cad_status cad_operation_next_event(cad_operation *operation, int32_t timeout_ms, cad_buffer *out);

/*
 * Ends an operation. May be called from any thread, and more than once. Returns at once. What the service has already
 * received goes on there: the error document's outcome says whether that may be so. Since 0.1, ABI 2.
 *
 *   operation  may be NULL, and may have ended
 */
void cad_operation_cancel(const cad_operation *operation);

/*
 * Frees an operation. One that has not ended is cancelled, and its outcome is lost: wait for it first.
 *
 *   operation  may be NULL. No thread may be waiting for it.
 *
 * Since 0.1, ABI 2.
 */
void cad_operation_free(cad_operation *operation);

/* ---------------------------------------------------------------------------------------------------- Log -- */

/*
 * A function of the host that takes lines of the log.
 *
 *   context  what cad_set_log was given
 *   line     one JSON object, {"call": 17, "event": "...", "time": "...", ...}, with a NUL at its end; it is the
 *            library's, and gone when the function returns
 *   len      its length without the NUL
 *
 * The lines are the events of every operation (see Events), those of polls included, and one for each request:
 *   {"call": 17, "event": "answer", "time": "...", "operation": "start_deploy_task", "attempt": 1, "method": "POST",
 *    "path": "/v2/tasks/.../start", "status": "CAD_OK", "http_status": 200, "request_id": "...", "duration_ms": 41,
 *    "task_id": "...", "record_id": "..."}
 * "call" tells calls apart that run at once: an operation's cad_operation_id, and for a blocking call a number that no
 * operation has. There is no secret and no value of a query in a line.
 */
typedef void (*cad_log)(void *context, const char *line, size_t len);

/*
 * Sets the process's log, for all clients, from now on: it may be set before there is any.
 *
 *   callback  runs on the thread that acts, the caller's or the client's own, possibly on several at once, and keeps that
 *             thread from its work until it returns. It may call this library, but must not wait for an operation; what
 *             is done from inside it is not logged. NULL: no log
 *   context   handed to it; may be NULL
 *
 * Once this has returned, the callback that was set before is not running and will not be called again. Only where it is
 * called from inside a callback does it not wait for those that run on other threads. A child of fork() inherits the
 * callback. The "debug" log to standard error is independent of it.
 * Since 0.1, ABI 4.
 */
void cad_set_log(cad_log callback, void *context);

/* -------------------------------------------------------------------------------------------- Event loops -- */

/*
 * A descriptor that is readable while cad_client_next_ready has an operation to return. Watch it with poll, epoll or an
 * event loop; do not read or close it. It belongs to the client, and a child of fork() has to ask for its own. -1 if
 * no descriptor is left, or client is NULL. Since 0.1, ABI 2.
 */
int cad_client_fd(const cad_client *client);

/*
 * Returns the id of an operation that has untaken events, or has ended. Each is returned once until there is more.
 *
 *   out_operation_id  its cad_operation_id; 0 if there is none
 *
 * Returns CAD_OK, or CAD_END if there is none. Operations that were freed are not returned.
 * Since 0.1, ABI 2.
 */
cad_status cad_client_next_ready(const cad_client *client, uint64_t *out_operation_id);

#ifdef __cplusplus
}
#endif

#endif /* CODEARTS_DEPLOY_H */
