/* A set of small numbers, one bit each, in an arena. Sets that meet are of one size. */
#ifndef ATTACHE_BASE_BITS_H
#define ATTACHE_BASE_BITS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
    uint64_t *words;
    size_t size; /* the numbers are less than this */
};

struct bits bits_make(struct arena *a, size_t size); /* empty */
void bits_add(struct bits *b, size_t n);             /* what is too great is left out */
void bits_fill(struct bits *b);                      /* all that there is room for */

enum { BITS_WORD = 64 };
static inline bool bits_has(const struct bits *b, size_t n)
{
    return n < b->size && (b->words[n / BITS_WORD] >> n % BITS_WORD & 1) != 0;
}

void bits_join(struct bits *b, const struct bits *other);       /* what is in either */
void bits_keep(struct bits *b, const struct bits *other);       /* what is in both */
void bits_drop(struct bits *b, const struct bits *other);       /* what is not in the other */
bool bits_hold(const struct bits *b, const struct bits *other); /* all of the other */
size_t bits_count(const struct bits *b);
size_t bits_next(const struct bits *b, size_t from); /* the least from there on; size: none */

#endif
