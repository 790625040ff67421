/*
 * How many moments of a query stand on each day: counted once for a query and a state of the
 * catalogue, and kept by the connection, so that stretches of any length, their extent and how many
 * there are cost no statement any more. Zooming asks for several of them at every key. Which
 * agreements they are moments of is noted in the same pass.
 */
#ifndef ATTACHE_CATALOG_DAYS_H
#define ATTACHE_CATALOG_DAYS_H

#include "catalog/db.h"
#include "catalog/moments.h"

struct days {
    struct arena arena; /* of all of it */
    str asked;          /* the query */
    long generation;
    struct bucket *rows; /* by day, none empty */
    size_t count;
    struct moments_extent extent;
    struct bits agreements; /* settled ones */
    size_t agreement_count;
};

/* Within db_read. NULL where something failed (the connection's error says what). */
const struct days *days_of(struct catalog *c, const struct moments_query *q);

/* The same where they were counted already; else NULL. */
const struct days *days_known(struct catalog *c, const struct moments_query *q);

/* The number of the first that stands on `day` or later. */
size_t days_from(const struct days *d, int64_t day);

/* For a new connection the SQL functions: the one that counts, and stated(n), whether an agreement
 * is among those of the days that were last asked for. */
void days_register(struct catalog *c);

/* For a connection that ends. */
void days_forget(struct catalog *c);

#endif
