/*
 * The filter of a list of briefings, as a set of their numbers: worked out once, for all pages,
 * counts and places of the list.
 */
#ifndef ATTACHE_CATALOG_FILTERED_H
#define ATTACHE_CATALOG_FILTERED_H

#include "base/bits.h"
#include "catalog/db.h"

struct filtered {
    struct memo memo;
    enum list_field field;
    struct bits briefs;
    size_t count;
    bool few; /* they stand in temp.filtered; else the SQL function filtered(n) tells */
};

/* What the query's filter, which is not empty, lets through; kept in the connection until another
 * is asked. NULL where something failed (the connection's error says what). Within db_read. */
const struct filtered *filtered_prepare(struct catalog *c, const struct list_query *q);
/* The last that was prepared; NULL: none was. */
const struct filtered *filtered_last(const struct catalog *c);

/* Adds the briefings that hold the word, which is folded, in that field of their text. */
void filtered_by_text(struct catalog *c, enum list_field field, str word, struct bits *briefs);

/* The SQL function filtered(n), for a new connection. */
void filtered_register(struct catalog *c);

#endif
