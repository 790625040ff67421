/*
 * Directories listed ahead of a walk by a second thread: what the system takes its time for goes on
 * while the walk is busy with what is listed already. It starts once so many are known that it is
 * worth it, and is a few directories ahead at most, so that memory does not grow with the library.
 */
#ifndef ATTACHE_LOADER_LISTER_H
#define ATTACHE_LOADER_LISTER_H

#include "base/fs.h"

struct lister;

/* One directory's entries, as fs_list gives them. */
struct listed {
    struct arena arena; /* theirs: whoever takes them releases it */
    struct fs_entry *entries;
    size_t count;
    struct err trouble;
};

/* Stop it whatever happens. */
struct lister *lister_make(const struct fs_root *root);
void lister_stop(struct lister *l);

/* Lists it, or waits until it is. What is within it is expected next, in the order of names, before
 * all else that is; what was expected before it is not asked for any more. */
struct listed lister_take(struct lister *l, str path);

#endif
