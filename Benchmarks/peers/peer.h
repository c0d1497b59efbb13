/* What each peer in C sends, and how it is measured. A peer's command line is
 *
 *   PROGRAM KIND CREDENTIAL ENDPOINT COUNT WIDTH [QUEUED]
 *
 * COUNT starts, WIDTH at once, QUEUED waiting for their turn. BENCH_CA names the CA of an https ENDPOINT. It prints one
 * JSON object. Before it measures it makes its connections; with COUNT 0 it makes one start and no more. */
#ifndef PEER_H
#define PEER_H

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TASK "d2dc947ec2424d8789bb3984bb3adf45"
#define TOKEN "benchmark-token-of-the-length-that-a-short-one-has"
static const char body[] =
    "{\"params\":[{\"key\":\"string\",\"value\":\"test\",\"type\":\"text\"},"
    "{\"key\":\"env\",\"value\":\"e3144513a4094398857c992606ccba12\",\"type\":\"host_group\"},"
    "{\"key\":\"enum\",\"value\":\"value1\",\"type\":\"enum\"}],\"trigger_source\":\"0\"}";

static const char *kind, *credential, *endpoint, *authority;
static long count, width, queued;

/* Of more calls than this, the latencies are not kept: memory is looked at. */
#define NOTED_AT_MOST 200000
static double *latencies;
static atomic_long noted;

static inline void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static inline double processor_time(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* From any thread: one call has ended that began at `begin`. */
static inline void note(double begin) {
    long place = latencies != NULL ? atomic_fetch_add(&noted, 1) : count;
    if (place < count) latencies[place] = now() - begin;
}

static inline int by_size(const void *one, const void *other) {
    double first = *(const double *)one, second = *(const double *)other;
    return (first > second) - (first < second);
}

/* The peak of this program alone; getrusage would count its parent's memory at the fork. */
static inline long peak_memory_kb(void) {
    char line[256];
    long peak = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmHWM: %ld", &peak) == 1) break;
    if (status != NULL) fclose(status);
    return peak;
}

static inline void read_arguments(int argc, char **argv) {
    if (argc < 6) fail("usage: PROGRAM KIND CREDENTIAL ENDPOINT COUNT WIDTH [QUEUED]");
    kind = argv[1];
    credential = argv[2];
    endpoint = argv[3];
    count = atol(argv[4]);
    width = atol(argv[5]);
    queued = argc > 6 ? atol(argv[6]) : 0;
    authority = getenv("BENCH_CA");
    if (count <= NOTED_AT_MOST) latencies = calloc(count + 1, sizeof *latencies);
}

/* `run` makes so many starts. */
static inline void measure(void (*run)(long starts)) {
    double begin, used, seconds;
    run(count > 0 ? 2 * width : 1);
    atomic_store(&noted, 0);
    used = processor_time();
    begin = now();
    if (count > 0) run(count);
    seconds = now() - begin;
    used = processor_time() - used;
    printf("{\"count\":%ld,\"seconds\":%.6f,\"cpu_seconds\":%.6f,\"peak_kb\":%ld", count, seconds, used,
           peak_memory_kb());
    if (count > 0 && noted == count) {
        qsort(latencies, count, sizeof *latencies, by_size);
        printf(",\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f", latencies[count / 2] * 1e6,
               latencies[count * 9 / 10] * 1e6, latencies[count * 99 / 100] * 1e6);
    }
    printf("}\n");
}

#endif
