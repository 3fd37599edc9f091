#define _GNU_SOURCE
#include "Syncs.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint64_t count;

uint64_t syncs_so_far(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

/* They stand before the C library's for SQLite too, which is a library of its own. */
int fdatasync(int file) {
    __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    return (int)syscall(SYS_fdatasync, file);
}

int fsync(int file) {
    __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    return (int)syscall(SYS_fsync, file);
}

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t thread_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

uint64_t process_nanoseconds(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }
