/* The mentions of an entity as rows, out of a row of brief_entity: for the files that ask for them.
 */
#ifndef ATTACHE_CATALOG_MENTION_ROWS_H
#define ATTACHE_CATALOG_MENTION_ROWS_H

#include "catalog/db.h"
#include "catalog/dossier.h"

/* A briefing b that mentions an entity, as e. */
#define MENTION_COLUMNS                                                                            \
    "SELECT b.id, b.title, b.date, e.by_date, e.mentions, e.spots, d.name, d.aliases "             \
    "FROM brief_entity e CROSS JOIN brief b ON b.n = e.brief "                                     \
    "CROSS JOIN definition d ON d.n = e.definition WHERE e.mentions > 0 "

/* All mentions of such a row, in their order. */
struct mention_row *mention_rows_at(const struct query *q, struct arena *a, size_t *count);

#endif
