/*
 * Promises over the library: milestones that are said to be coming, and what came of them by
 * `today`. A row is a `struct moment` with `expected` set: who promised (`party`; absent: all
 * `parties`), which briefing said so and where, until when (`date`), and which passage shows it
 * kept. Overdue says only that nothing in this library shows it.
 */
#ifndef ATTACHE_CATALOG_PROMISES_H
#define ATTACHE_CATALOG_PROMISES_H

#include "catalog/moments.h"

/*
 * The query's `promises` chooses states (0: all), `party`, `topic`, `text` and the rest filter.
 * Rows are grouped by state, overdue first, then open, then kept; in a group by the day until which
 * it was promised (without one: last), then as moments are. `from` needs `sort_key` and `promise`.
 */
struct err catalog_promises(struct catalog *c, const struct moments_query *q,
                            const struct moment *from, bool backwards, size_t limit,
                            struct arena *a, struct moment_page *page);

/* Reads what groups and filters rest on, so that it is known when they are asked for. */
void catalog_promises_ahead(struct catalog *c);

/* How many rows of the query stand before `row`. */
size_t catalog_promises_rank(struct catalog *c, const struct moments_query *q,
                             const struct moment *row);

/* By enum promise, whatever states the query chooses; PROMISE_NONE holds the sum. */
struct promise_counts {
    size_t by_state[PROMISE_OVERDUE + 1];
};
struct err catalog_promise_counts(struct catalog *c, const struct moments_query *q,
                                  struct promise_counts *counts);

/* Who promises, and what about: parties (the milestone's own, else the agreement's) or topics of
 * the query's promises, with counts by state. By the number of promises descending, then value.
 * What has none stands under an absent value, last. FACET_PARTY and FACET_TOPIC only. The query's
 * `group` asks for the promises of one of them. */
struct promise_group {
    str value, name;
    struct promise_counts counts;
};
struct promise_groups {
    struct promise_group *rows;
    size_t count;
    bool more;
};
struct err catalog_promise_groups(struct catalog *c, const struct moments_query *q,
                                  enum moment_facet facet, size_t limit, struct arena *a,
                                  struct promise_groups *result);

#endif
