/* Rows of the time line out of statements: for the files that ask it. */
#ifndef ATTACHE_CATALOG_MOMENT_ROWS_H
#define ATTACHE_CATALOG_MOMENT_ROWS_H

#include "catalog/moments_filter.h"

/* Appends the columns of a moment m with its brief b, and the tables that they need besides, which
 * asking_from's " WHERE 1 …" must follow. */
void moment_columns(struct asking *k);

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
