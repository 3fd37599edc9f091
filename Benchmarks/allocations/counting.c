#include "Allocations.h"

/* Empty, and not to be optimised away: a profiler is told to begin and to end its count where these are called. */
__attribute__((noinline)) void counting_begins(void) { __asm__ volatile(""); }
__attribute__((noinline)) void counting_ends(void) { __asm__ volatile(""); }
