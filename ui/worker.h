/*
 * The refresh of the catalogue, in a thread of its own with its own connection and library. The app
 * starts it after the first frame, polls its descriptor, and asks for its state when that can be
 * read.
 */
#ifndef ATTACHE_UI_WORKER_H
#define ATTACHE_UI_WORKER_H

#include "base/err.h"
#include "catalog/refresh.h"

#include <stdbool.h>

struct worker;

struct worker_state {
    struct refresh_progress progress;
    size_t commits; /* so far: something may be new since there were fewer */
    bool done;
    struct err result;            /* once done */
    struct refresh_counts counts; /* once done */
};

/* Starts; on failure *worker is NULL. `library` is opened again by its path: not for standard
 * input. It fails where another directory stands there by now, which the sandbox does not let it
 * read. */
struct err worker_start(const struct catalog *catalog, const struct library *library,
                        struct worker **worker);

int worker_fd(const struct worker *w); /* readable when the state has changed */
struct worker_state worker_state(struct worker *w);
void worker_cancel(struct worker *w); /* it will end soon, with ERR_CANCELLED */
void worker_free(struct worker *w);   /* cancels and waits for its end; NULL is fine */

#endif
