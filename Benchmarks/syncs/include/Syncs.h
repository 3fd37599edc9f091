#ifndef DEFIB_SYNCS_H
#define DEFIB_SYNCS_H

#include <stdint.h>

/* How often the process has waited for a disk. */
uint64_t syncs_so_far(void);

/* CPU time of the calling thread, and of the process, in nanoseconds. */
uint64_t thread_nanoseconds(void);
uint64_t process_nanoseconds(void);

#endif
