/*
 * Whether the files of a briefing are still those that it was read from, and whether what stands in
 * them now is whole, or caught while somebody writes it.
 */
#ifndef ATTACHE_UI_FRESHNESS_H
#define ATTACHE_UI_FRESHNESS_H

#include "loader/library.h"

#include <stdbool.h>

/* The files as they were at one moment: article, sidecar, and the registries that apply. */
struct freshness {
    uint64_t stamps; /* a hash of their names and stamps */
    size_t files;    /* how many there are */
    int64_t bytes;   /* of all of them */
    int64_t newest;  /* of their times, nanoseconds since the epoch */
    int64_t looked;  /* when this was found out */
    size_t faults;   /* by freshness_judge: what made a file unreadable as a whole */
};

/* Take it before the files are read, so that what changes meanwhile does not look unchanged. */
struct freshness freshness_of(struct library *library, str id);

/* False too where stamps could not tell: a file was as young as the look at it. */
bool freshness_same(const struct freshness *then, const struct freshness *now);

enum freshness_verdict {
    FRESH_WHOLE,
    FRESH_CUT,  /* a part of what was there, or a file less: being written, or meant so. Time tells
                 */
    FRESH_TORN, /* a file that nobody means so: empty, or unreadable as a whole where it was not */
};

/* Judges a briefing that was read from the files of `now`, against what was read before; notes
 * now->faults (`before` may be NULL: nothing was). *why, in the arena, is the rest of a sentence:
 * "a.md is empty". */
enum freshness_verdict freshness_judge(struct library *library, const struct briefing *before,
                                       const struct freshness *then,
                                       const struct briefing *briefing, struct freshness *now,
                                       struct arena *a, str *why);

#endif
