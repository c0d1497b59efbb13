/* What a failure means for a second try: the end of each story. */
#ifndef ADVICE_H
#define ADVICE_H

#include <codearts_deploy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline const char *advice(const char *outcome) {
    if (strcmp(outcome, "not_sent") == 0) return "Nothing was started: it is safe to try again.";
    if (strcmp(outcome, "refused") == 0)
        return "The service refused it: change what it objects to, then try again.";
    if (strcmp(outcome, "started") == 0) return "It was started: do not start it again.";
    if (strcmp(outcome, "unknown") == 0)
        return "It may be running: look at the application's records before you start it again.";
    return "Nothing was to be started.";
}

/* Says what happened, whether it was sent and what to do now, and returns the exit code. */
static inline int give_up(cad_status status, const cad_buffer *error) {
    const char *outcome = cad_outcome(error) != NULL ? cad_outcome(error) : "none";
    cad_buffer message;
    cad_status has = cad_text(error, "/message", &message);
    fprintf(stderr, "%s: %s\noutcome: %s\n%s\n", cad_status_name(status),
            has == CAD_OK ? message.data : "memory ran out", outcome, advice(outcome));
    cad_buffer_free(&message);
    return strcmp(outcome, "unknown") == 0 ? 2 : 1;
}

/* Prints the text at a place of a document, between two others; nothing where there is none. */
static inline int print_text(const char *before, const cad_buffer *document, const char *pointer, const char *after) {
    cad_buffer text;
    int is_there = cad_text(document, pointer, &text) == CAD_OK;
    if (is_there) printf("%s%s%s", before, text.data, after);
    cad_buffer_free(&text);
    fflush(stdout);
    return is_there;
}

/* Whether a document has this text there. */
static inline int is_text(const cad_buffer *document, const char *pointer, const char *expected) {
    cad_buffer text;
    int is = cad_text(document, pointer, &text) == CAD_OK && strcmp(text.data, expected) == 0;
    cad_buffer_free(&text);
    return is;
}

static inline void usage(int is_right, const char *text) {
    if (is_right) return;
    fprintf(stderr, "usage: %s\n", text);
    exit(64);
}

/* A text of its own; ends the program where memory ran out. */
static inline char *joined(const char *first, const char *second, const char *third) {
    char *text = malloc(strlen(first) + strlen(second) + strlen(third) + 1);
    if (text == NULL) abort();
    return strcat(strcat(strcpy(text, first), second), third);
}

#endif
