/* What the canned server answers: a start, or that there were too many in this second. */
#ifndef REPLY_H
#define REPLY_H

#include <stdio.h>
#include <string.h>
#include <time.h>

#define RECORD "0ee9c8e6a7dc44109541e53c6dccf47c"
#define STARTED                                                              \
    "{\"id\":\"" RECORD "\",\"task_id\":\"d2dc947ec2424d8789bb3984bb3adf45\"," \
    "\"job_name\":\"job_" RECORD "_1620810492008\",\"app_component_list\":[]}"
#define REFUSED                                                                                        \
    "{\"error_code\":\"APIGW.0308\",\"error_msg\":\"The throttling threshold has been reached%s\","     \
    "\"request_id\":\"" RECORD "\"}"

struct reply {
    char bytes[1024];
    size_t size;
};

static struct reply started, throttled;
static long answered, refused, rate, in_this_second;
static char policy[128], retry_after[32];

static void limit_to(long a_second, const char *saying) {
    rate = a_second;
    if (strcmp(saying, "words") == 0)
        snprintf(policy, sizeof policy, ": policy user over ratelimit,limit:%ld,time:1 second", rate);
    if (strcmp(saying, "retry-after") == 0) snprintf(retry_after, sizeof retry_after, "Retry-After: 1\r\n");
}

/* The lines of a gateway, with the time: a client looks at it. */
static void compose(struct reply *reply, const char *status, const char *date, const char *line, const char *body) {
    reply->size = snprintf(
        reply->bytes, sizeof reply->bytes,
        "HTTP/1.1 %s\r\nServer: api-gateway\r\nDate: %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
        "Connection: keep-alive\r\nX-Request-Id: " RECORD "\r\n%s\r\n%s", status, date, strlen(body), line, body);
}

/* Once in each second of the clock, which is also when the limit counts from nothing. */
static void write_replies(void) {
    static time_t written;
    time_t now = time(NULL);
    char date[64], body[512];
    if (now == written) return;
    written = now;
    in_this_second = 0;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
    snprintf(body, sizeof body, REFUSED, policy);
    compose(&started, "200 OK", date, "", STARTED);
    compose(&throttled, "429 Too Many Requests", date, retry_after, body);
}

static const struct reply *next_reply(void) {
    if (rate > 0 && in_this_second == rate) {
        refused++;
        return &throttled;
    }
    in_this_second++;
    answered++;
    return &started;
}

#endif
