/*
 * Briefings loaded ahead of the writer, by threads of their own: reading files, YAML and the names
 * in a text cost as much as writing all that down. They come out in the order in which they went
 * in. So many are under way at once, and so much memory: a hostile file takes far more than its
 * size.
 *
 *     struct loaded *l = ahead_next(a);       while ahead_has_room(a)
 *     …                                       its unit, in its arena
 *     ahead_load(a);
 *     while ((l = ahead_take(a)) != NULL) {
 *         …
 *         ahead_done(a);
 *     }
 */
#ifndef ATTACHE_CATALOG_AHEAD_H
#define ATTACHE_CATALOG_AHEAD_H

#include "catalog/look.h"

/* A briefing between being loaded and being stored. */
struct loaded {
    struct arena arena;
    struct unit unit;
    struct looked looked;
    struct briefing *briefing; /* NULL: refused */
    struct diag_list refused;
    bool gone;    /* it went away after it was seen: what is stored stays until the next refresh */
    size_t bytes; /* of memory, once it is loaded */
    bool loaded;  /* under the lock */
};

struct ahead;

/* With so few units to load, or where no thread can be had, they are loaded by who waits for them.
 * Once what is loaded takes `room_kb` no more is. The look must stay. */
struct ahead *ahead_start(const struct look *look, size_t to_load, int room_kb);
void ahead_stop(struct ahead *a); /* drops what is under way; NULL is fine */

bool ahead_has_room(struct ahead *a);
struct loaded *ahead_next(struct ahead *a); /* only if there is room; empty */
void ahead_load(struct ahead *a);           /* what ahead_next gave */

/* Waits until so many are loaded, or as many as can be. */
void ahead_wait(struct ahead *a, size_t count);

/* The oldest, loaded; NULL if none is under way. Valid until ahead_done, which frees it. */
struct loaded *ahead_take(struct ahead *a);
void ahead_done(struct ahead *a);

#endif
