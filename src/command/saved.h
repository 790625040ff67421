/*
 * A file that a command writes: it takes its name when it is whole, in place of what had it, and
 * only its owner may read it.
 *
 *     struct saved file;
 *     struct err e = saved_open(&file, path, &arena);
 *     if (!err_failed(&e)) {
 *         buf_append(&file.output.buf, ...);
 *         e = saved_close(&file, done);
 *     }
 */
#ifndef ATTACHE_COMMAND_SAVED_H
#define ATTACHE_COMMAND_SAVED_H

#include "base/arena.h"
#include "base/err.h"
#include "command/output.h"

#include <stdbool.h>

struct saved {
    struct output output;
    const char *path, *fresh; /* where it shall be, and where it is until then */
};

/* A link is followed. ERR_NOT_REGULAR where something else than a file has the name. */
struct err saved_open(struct saved *f, str path, struct arena *a);

/* With `keep` on the disk when this returns; without, or where it cannot be written, what was there
 * is there still. */
struct err saved_close(struct saved *f, bool keep);

#endif
