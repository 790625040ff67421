/*
 * Which agreements hold the words of a filter of moments: in what is said of them, or in the names
 * of their parties. Worked out once for a filter, and kept in the connection until another is
 * asked.
 */
#ifndef ATTACHE_CATALOG_HELD_H
#define ATTACHE_CATALOG_HELD_H

#include "base/bits.h"
#include "catalog/db.h"
#include "catalog/line.h"

struct held {
    struct memo memo;
    size_t count;       /* words */
    struct bits *words; /* for each the agreements that hold it */
    struct bits all;    /* those that hold every word */
    bool looked;        /* for the others: */
    struct line_list others;
    struct bits answering; /* agreements that hold every word, or have such a moment */
    size_t answering_count;
};

/* Within db_read. It fills temp.moment_word, the words of the text, each with a bit, and
 * temp.moment_entity, entities whose id or names hold such words, with their bits. NULL where
 * something failed (the connection's error says what). */
const struct held *held_prepare(struct catalog *c, str text);
/* The moments that answer though their agreement does not hold every word; after that also
 * `answering`. Of the last that was prepared; NULL where something failed. */
const struct line_list *held_others(struct catalog *c);

/* The last that was prepared; NULL: none was. */
const struct held *held_last(const struct catalog *c);

/* The SQL functions held(n), the bits of the words that an agreement holds, holds(n), whether that
 * are all, and answers(n), whether it is among those that answer; for a new connection. No
 * agreement holds none. */
void held_register(struct catalog *c);

#endif
