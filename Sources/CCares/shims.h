// c-ares: names into addresses, without waiting. And poll(2)'s sockets of a channel, whose macros the importer leaves out.
#ifndef DEFIB_CCARES_SHIMS_H
#define DEFIB_CCARES_SHIMS_H

#include <ares.h>

enum { DEFIB_ARES_SOCKETS = ARES_GETSOCK_MAXNUM };

// poll.h's own, which is the Glibc module's to declare.
struct defib_ares_pollfd {
    int fd;
    short events, revents;
};

enum { DEFIB_POLLIN = 1, DEFIB_POLLOUT = 4, DEFIB_POLLERR = 8, DEFIB_POLLHUP = 16 };

// Fills `memory`, room for so many pollfd, with what the channel waits for and returns how many those are.
static inline int defib_ares_watch(ares_channel channel, void *memory) {
    struct defib_ares_pollfd *watched = (struct defib_ares_pollfd *)memory;
    ares_socket_t sockets[DEFIB_ARES_SOCKETS];
    int mask = ares_getsock(channel, sockets, DEFIB_ARES_SOCKETS), count = 0;
    for (int i = 0; i < DEFIB_ARES_SOCKETS; i++) {
        int reads = ARES_GETSOCK_READABLE(mask, i) != 0, writes = ARES_GETSOCK_WRITABLE(mask, i) != 0;
        if (!reads && !writes) continue;
        watched[count].fd = sockets[i];
        watched[count].events = (short)((reads ? DEFIB_POLLIN : 0) | (writes ? DEFIB_POLLOUT : 0));
        watched[count++].revents = 0;
    }
    return count;
}

// Hands the channel what poll(2) told of its sockets, and lets its timeouts act.
static inline void defib_ares_process(ares_channel channel, const void *memory, int count) {
    const struct defib_ares_pollfd *watched = (const struct defib_ares_pollfd *)memory;
    for (int i = 0; i < count; i++) {
        int fails = watched[i].revents & (DEFIB_POLLERR | DEFIB_POLLHUP);
        int reads = fails || watched[i].revents & DEFIB_POLLIN, writes = watched[i].revents & DEFIB_POLLOUT;
        if (reads || writes) {
            ares_process_fd(channel, reads ? watched[i].fd : ARES_SOCKET_BAD, writes ? watched[i].fd : ARES_SOCKET_BAD);
        }
    }
    ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

#endif
