/*
 * Which briefings there are, as their numbers, newest first: by date, then by id, the undated last.
 * Read as far as it was asked for, and kept by the connection for all that it searches.
 */
#ifndef ATTACHE_CATALOG_NEWEST_H
#define ATTACHE_CATALOG_NEWEST_H

#include "base/bits.h"
#include "catalog/db.h"

struct newest {
    struct memo memo;
    uint32_t *items;
    size_t len, cap;
    bool undated; /* those that have a date are all there */
    size_t read;  /* of those that have one; of the others once it is their turn */
    bool whole;   /* all are there, and then as a set: */
    struct bits all;
};

/* At least so many of them, or all that there are; fewer where something failed (the connection's
 * error says what). Within db_read. */
const struct newest *newest_known(struct catalog *c, size_t count);
const struct newest *newest_all(struct catalog *c);

/* Where a briefing stands among them; len: it does not. */
size_t newest_place(const struct newest *n, int64_t brief);

#endif
