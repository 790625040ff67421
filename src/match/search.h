/*
 * Strings in a long text, many of them. One is looked for much faster than byte by byte (Horspool,
 * 1980), and in linear time whatever it is (Knuth, Morris and Pratt take over where text and string
 * are all repetition). Where many have been asked for, the long ones are found by an index of the
 * text: every SEARCH_STEP-th place, by the SEARCH_GRAM bytes that stand there, of which a string
 * that is long enough holds one wherever it stands.
 */
#ifndef ATTACHE_MATCH_SEARCH_H
#define ATTACHE_MATCH_SEARCH_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SEARCH_GRAM = 8,
    SEARCH_STEP = 8,
    SEARCH_INDEXED = SEARCH_GRAM + SEARCH_STEP - 1, /* bytes of the shortest the index can find */
    SEARCH_PATIENCE = 16,                           /* long strings before the index is made */
};

/* A text to be searched. It is not copied, and shorter than 4 GiB. */
struct search_text {
    str text;
    struct arena *arena;
    size_t asked;    /* long strings so far */
    uint32_t *heads; /* by hash: the first place's number and one; NULL: no index yet */
    uint32_t *next;  /* by place: the next one of that hash, likewise */
    unsigned bits;   /* of the hash */
    size_t effort;   /* comparisons so far, of all that was looked for */
};

struct search {
    struct search_text *in;
    str needle;
    bool by_index;
    size_t steps; /* taken along the index */
    bool has_skips;
    size_t skip[256]; /* by the byte under the needle's last: how far it may move */
    size_t compared;  /* bytes, beside those */
    size_t *borders;  /* by length: how much of the needle's beginning is its end as well; made when
                         Horspool gives up */
    size_t at;        /* from then on: the next byte of the text, */
    size_t matched;   /* and how much of the needle ends before it */
};

/* The needle is not copied, and not empty. */
void search_init(struct search *s, str needle, struct search_text *in);

/* The first place at or after `from`, or STR_NONE. `from` must not go back from call to call. */
size_t search_next(struct search *s, size_t from);

#endif
