/* Counts the process's calls of malloc and its kin, by standing before glibc's own. */
#ifndef DEFIB_ALLOCATIONS_H
#define DEFIB_ALLOCATIONS_H

#include <stdint.h>

/* Since the process began. Not exact while other threads allocate. */
uint64_t allocations_so_far(void);

/* Marks for `callgrind --zero-before=counting_begins --dump-before=counting_ends`: what lies between is counted. */
void counting_begins(void);
void counting_ends(void);

#endif
