/*
 * What a person keeps of briefings outside of the catalogue (state/state.h), told to a connection,
 * so that its lists can be filtered by it: struct list_query's `kept`. A connection that was told
 * nothing knows of nothing: every briefing is unread.
 *
 *     catalog_kept_begin(c);
 *     catalog_kept_add(c, id, KEPT_READ | KEPT_NOTES);
 *     e = catalog_kept_end(c, stamp);
 */
#ifndef ATTACHE_CATALOG_KEPT_H
#define ATTACHE_CATALOG_KEPT_H

#include "base/buf.h"
#include "catalog/query.h"

enum { KEPT_BEGUN = 1, KEPT_READ = 2, KEPT_MARKS = 4, KEPT_NOTES = 8 };

/* Whether the connection still knows what it was told with that stamp: it does not after a refresh
 * that has changed anything. */
bool catalog_kept_is(struct catalog *c, int64_t stamp);

/* Forgets what it was told; what is added until catalog_kept_end, it knows. Ids that are not in the
 * library are passed over. */
void catalog_kept_begin(struct catalog *c);
void catalog_kept_add(struct catalog *c, str id, unsigned flags);
struct err catalog_kept_end(struct catalog *c, int64_t stamp);

/* -- For query_list.c: a list's tables and its condition -----------------------------------------
 */

void kept_prepare(struct catalog *c, const struct list_query *q);
bool kept_append_from(struct catalog *c, struct buf *sql, const struct list_query *q); /* false:
                                                                    brief b is still to be added */
void kept_append_where(struct buf *sql, const struct list_query *q);
/* True if the list is of those that have none of some flags; then what follows SELECT count(*) for
 * those that have one. */
bool kept_append_unlike(struct buf *sql, const struct list_query *q);

#endif
