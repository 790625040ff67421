/*
 * A set of numbers that knows how many of it are less than a number, and its n-th: what two texts
 * need that say the same in different lengths. One bit for each number that there could be, and
 * little more.
 *
 *     struct ranks r = ranks_make(&a, size);
 *     ranks_add(&r, 7);
 *     ranks_finish(&r, &a);      (before it is asked)
 *     ranks_before(&r, 8) == 1, ranks_nth(&r, 0) == 7
 */
#ifndef ATTACHE_BASE_RANKS_H
#define ATTACHE_BASE_RANKS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ranks {
    uint64_t *words;
    uint32_t *before; /* how many are less than each STEP-th number */
    size_t size;      /* the numbers are less than this, which is less than 2^32 */
    size_t count;     /* of the set, when it is finished */
};

struct ranks ranks_make(struct arena *a, size_t size); /* empty */
void ranks_widen(struct ranks *r, struct arena *a, size_t size);
void ranks_add(struct ranks *r, size_t n);
void ranks_add_all(struct ranks *r, size_t from, size_t to); /* from ≤ n < to */
void ranks_finish(struct ranks *r, struct arena *a);

bool ranks_has(const struct ranks *r, size_t n);
size_t ranks_before(const struct ranks *r, size_t n); /* how many are less than n */
size_t ranks_nth(const struct ranks *r, size_t n);    /* from 0; `size` if there are fewer */

#endif
