// The calls of Linux that the Glibc module leaves out, because glibc declares them for GNU sources only.
#ifndef DEFIB_CLINUX_SHIMS_H
#define DEFIB_CLINUX_SHIMS_H

#include <fcntl.h>

extern int unshare(int flags);
extern int setns(int descriptor, int type);
extern int pipe2(int ends[2], int flags);

// CLONE_NEWNET of <linux/sched.h>.
enum { DEFIB_CLONE_NEWNET = 0x40000000 };

// Moves the calling thread, and no other, into a new and empty network namespace.
static inline int defib_unshare_network(void) {
    return unshare(DEFIB_CLONE_NEWNET);
}

// Moves the calling thread, and no other, into the network namespace that `descriptor` refers to.
static inline int defib_enter_network(int descriptor) {
    return setns(descriptor, DEFIB_CLONE_NEWNET);
}

// Both ends close on exec from the first moment, so that a child another thread starts just now can't hold them.
static inline int defib_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

#endif
