/*
 * How fast work that is counted goes on, and how long the rest of it will take: smoothed, because
 * what one does comes in gusts, and not said before there is enough to say it by.
 */
#ifndef ATTACHE_BASE_PACE_H
#define ATTACHE_BASE_PACE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialised is before the beginning. */
struct pace {
    bool begun;
    int64_t start, last; /* milliseconds */
    size_t first, done;  /* at those times */
    double rate;         /* a second */
};

/* So much is done, at a time in milliseconds of a clock that only goes on. Less than before is
 * another beginning. */
void pace_take(struct pace *p, int64_t now, size_t done);

/* A second, rounded; 0 as long as it cannot be said. */
size_t pace_rate(const struct pace *p);

/* Appends how long it takes until `total` is done: "41 s", "3 min", "2 h"; nothing as long as it
 * cannot be said. */
void pace_say_left(const struct pace *p, size_t total, struct buf *out);

#endif
