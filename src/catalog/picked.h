/*
 * Which agreements a filter of moments lets through, whatever its words: by party, type of party,
 * kind, topic, status and id. Worked out once for a filter, and kept in the connection until
 * another is asked.
 */
#ifndef ATTACHE_CATALOG_PICKED_H
#define ATTACHE_CATALOG_PICKED_H

#include "base/bits.h"
#include "catalog/line.h"
#include "catalog/moments.h"

struct picked {
    struct memo memo;
    struct bits all; /* agreements that come into question; settled ones */
    size_t count;
    bool few;           /* their moments are found one by one sooner than along the order of time */
    struct bits listed; /* of those: the party is listed; all if none is asked for */
    struct bits typed;  /* one of such a type is listed; all likewise */
    bool looked;        /* for the others: */
    struct line_list others;
};

/* True if agreements have to be looked at for the query. */
bool picked_needed(const struct moments_query *q);

/* Within db_read. NULL where something failed (the connection's error says what). */
const struct picked *picked_prepare(struct catalog *c, const struct moments_query *q);
/* The last that was prepared; NULL: none was. */
const struct picked *picked_last(const struct catalog *c);

/* All moments of agreements that are both listed and typed answer. The others that do: milestones
 * whose own party is the party or of the type, and events that it has part in. NULL where something
 * failed. */
const struct line_list *picked_others(struct catalog *c, const struct moments_query *q);

/* The SQL functions picked(n), listed(n) and typed(n), for a new connection. */
void picked_register(struct catalog *c);

#endif
