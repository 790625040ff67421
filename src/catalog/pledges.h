/*
 * Every promise of the library, who gives it and what it is about, as far as they are counted and
 * grouped: read once for a state of the catalogue, and kept by the connection. Rows are read of
 * those that are shown.
 */
#ifndef ATTACHE_CATALOG_PLEDGES_H
#define ATTACHE_CATALOG_PLEDGES_H

#include "base/bits.h"
#include "catalog/line.h"
#include "catalog/promises.h"

struct pledge {
    int64_t due; /* its last day; INT64_MAX: none */
    struct line_place at;
    uint32_t agreement;
};

/* Groups by party or by topic: the places of their promises. */
struct pledge_groups {
    str *values;
    size_t count;     /* of values; one more group is of what has none */
    uint32_t *places; /* of group i from firsts[i] up to firsts[i + 1], in their order */
    size_t *firsts;
};

struct pledges {
    struct memo memo;
    struct pledge *items; /* first what is not kept, then what is; each by the day */
    size_t count, kept;   /* kept: the place of the first that is */
    struct pledge_groups by_party, by_topic;
};

/* Within db_read. NULL where something failed (the connection's error says what). */
struct pledges *pledges_of(struct catalog *c);
bool pledges_known(struct catalog *c); /* they are there: it costs nothing */

/* True if the promises of a query can be told from these: it asks for nothing but words, states, a
 * group, and what agreements are picked by (catalog/picked.h). */
bool pledges_tell(const struct moments_query *q);

/* For such queries, within db_read; false where something failed. Counts by state, whatever states
 * are chosen; the groups of a facet, without names. */
bool pledges_count(struct catalog *c, const struct moments_query *q, struct promise_counts *counts);
bool pledges_group(struct catalog *c, const struct moments_query *q, enum moment_facet facet,
                   size_t limit, struct arena *a, struct promise_groups *groups);

/* Fills temp.pledged with the promises of a state from a day on (`has_day`), or `backwards`: as
 * many as there must be for `limit` of them after any that stands on that day. */
struct pledges_page {
    enum promise state;
    bool has_day, backwards;
    int64_t day;
    size_t limit;
};
bool pledges_page(struct catalog *c, const struct moments_query *q,
                  const struct pledges_page *page);

#endif
