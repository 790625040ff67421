/*
 * One string in a long text: much faster than byte by byte for the quotes that people write
 * (Horspool, 1980), and linear for any (Knuth, Morris and Pratt take over where the text and the
 * string are all repetition).
 */
#ifndef ATTACHE_MATCH_SEARCH_H
#define ATTACHE_MATCH_SEARCH_H

#include "base/arena.h"
#include "base/str.h"

struct search {
    str needle, text;
    size_t skip[256]; /* by the byte under the needle's last: how far it may move */
    size_t compared;  /* bytes, beside those */
    size_t *borders;  /* by length: how much of the needle's beginning is its end as well; made when
                         Horspool gives up */
    size_t at;        /* from then on: the next byte of the text, */
    size_t matched;   /* and how much of the needle ends before it */
    struct arena *arena;
};

/* Neither string is copied; the needle is not empty. */
void search_init(struct search *s, str needle, str text, struct arena *a);

/* The first place at or after `from`, or STR_NONE. `from` must not go back from call to call. */
size_t search_next(struct search *s, size_t from);

#endif
