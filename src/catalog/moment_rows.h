/* Rows of the time line out of statements: for the files that ask it. */
#ifndef ATTACHE_CATALOG_MOMENT_ROWS_H
#define ATTACHE_CATALOG_MOMENT_ROWS_H

#include "catalog/moments_filter.h"

/* A statement of moments m with their briefs b: moment_select, then asking_from and more
 * conditions, then moment_order with what they are sorted by before time (NULL: nothing) and how
 * many are wanted. */
void moment_select(struct asking *k);
void moment_order(struct asking *k, const char *before, bool backwards, size_t limit);

struct moment moment_at(const struct query *q, int64_t today, struct arena *a);

/* Where a row stands: the key of time, then the id and the place in its briefing. */
struct moment_place {
    str by_time, briefing;
    int64_t seq;
};
struct moment_place moment_place_of(str sort_key);
str moment_key_of(const struct moment_place *place, struct arena *a);

/* Leaves `limit` rows in the order of the query, of those that were collected in the direction
 * asked. */
void moments_trim(struct moment_page *page, size_t limit, bool backwards);

#endif
