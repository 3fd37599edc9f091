// The calls of Linux that the Glibc module leaves out, because glibc declares them for GNU sources only.
#ifndef DEFIB_CLINUX_SHIMS_H
#define DEFIB_CLINUX_SHIMS_H

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

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

// The head of struct dl_phdr_info, under a name of our own: a program or library as it lies in memory (dl_iterate_phdr(3)).
struct defib_object {
    uintptr_t base;
    const char *name;
    const ElfW(Phdr) * headers;
    uint16_t count;
};

extern int defib_each_object(int (*visit)(struct defib_object *, size_t, void *), void *) __asm__("dl_iterate_phdr");

static inline int defib_unmap_clean(struct defib_object *object, size_t size, void *page) {
    // The kernel's own code is no file's.
    if (strncmp(object->name, "linux-", 6) == 0) return 0;
    for (uint16_t i = 0; i < object->count; i++) {
        const ElfW(Phdr) *header = &object->headers[i];
        if (header->p_type != PT_LOAD || header->p_flags & PF_W) continue;
        uintptr_t start = (object->base + header->p_vaddr) & ~((uintptr_t)page - 1);
        madvise((void *)start, object->base + header->p_vaddr + header->p_memsz - start, MADV_DONTNEED);
    }
    return 0;
}

// Takes the pages of code and constants out of this process' memory. Those that are still used come back from the page
// cache by themselves; segments that can be written, relocations among them, are left alone.
static inline void defib_unmap_clean_pages(size_t page_size) {
    defib_each_object(defib_unmap_clean, (void *)page_size);
}

// Has all threads share so many heaps. By itself glibc makes ten here, and what one thread freed serves no other: of 10,000 targets
// 16 MB of 233.
static inline void defib_share_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
}

// Bytes that the heap holds and does not use, what was given back to the system among them.
static inline size_t defib_heap_slack(void) {
    return mallinfo2().fordblks;
}

// Gives the system what the heap holds and does not use.
static inline void defib_trim_heap(void) {
    malloc_trim(0);
}

#endif
