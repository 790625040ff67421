/*
 * Bringing the catalogue up to date with the files, in steps: what changed is found by stamps
 * (size, times, inode) and, where those are in doubt (a file as young as the last look at it), by
 * content. Only what changed is loaded again; a changed registry reloads what lies in its scope.
 * The result is that of a fresh catalogue.
 */
#ifndef ATTACHE_CATALOG_REFRESH_H
#define ATTACHE_CATALOG_REFRESH_H

#include "catalog/catalog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct refresh_progress {
    size_t seen;    /* briefings found so far */
    size_t loaded;  /* of those that had to be loaded, done */
    size_t to_load; /* how many have to be; 0 while still walking */
    size_t commits; /* transactions, each said at once: there may be something new to be shown */
};

/* Called in the thread of the refresh, progress at most every 50 briefings or 100 ms, and after
 * each transaction; they must not use the catalogue. */
struct refresh_hooks {
    void *user;
    void (*progress)(void *user, const struct refresh_progress *p); /* may be NULL */
    bool (*cancelled)(void *user);                                  /* may be NULL */
    int64_t (*now)(void *user); /* nanoseconds since the epoch; NULL: by the system's clock */
};

struct refresh_counts {
    size_t briefings; /* in the library now */
    size_t added, changed, removed;
    size_t unchanged; /* not loaded again */
    size_t refused;   /* articles that are not listed now */
    size_t closed;    /* files and directories that could not even be looked at */
};

/* How many could not be read, of which nothing is in the catalogue, and what to call so many. */
size_t refresh_unread(const struct refresh_counts *n, const char **what);

/*
 * Uses the library's cache of registries, from the beginning (library_forget). Processes that
 * refresh at once share the work and wait for each other for a batch at most.
 *
 * Cancelled (ERR_CANCELLED) or killed it leaves a valid catalogue: what was committed stays, the
 * rest is found again. With `rebuild` everything is loaded again. `counts` may be NULL.
 *
 * A full disk is an err; what was there stays. A file found damaged is set aside and made anew
 * (catalog_notice then says so).
 */
struct err catalog_refresh(struct catalog *catalog, struct library *lib, bool rebuild,
                           const struct refresh_hooks *hooks, struct refresh_counts *counts);

#endif
