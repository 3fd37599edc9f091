// How a bare loop tells what it did: a line of JSON for each SIGUSR1 and one at the end, with everything since its start, so
// that whoever asks takes differences. CPU time is the process's own, user and system (getrusage).
#ifndef METER_H
#define METER_H
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static volatile sig_atomic_t meter_asked, meter_ended;

static inline int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline double cpu_us(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static inline void meter_note(int signal) {
    if (signal == SIGUSR1) meter_asked = 1;
    else meter_ended = 1;
}

// Without SA_RESTART, so that a wait is broken off.
static inline void meter_install(void) {
    struct sigaction action = {.sa_handler = meter_note};
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static inline void meter_print(long done, long failed, long skipped) {
    meter_asked = 0;
    printf("{\"done\": %ld, \"failed\": %ld, \"skipped\": %ld, \"cpu_us\": %.0f}\n", done, failed, skipped, cpu_us());
    fflush(stdout);
}
#endif
