/* A row of entities, for the queries that give some. */
#ifndef ATTACHE_CATALOG_ENTITIES_ROW_H
#define ATTACHE_CATALOG_ENTITIES_ROW_H

#include "catalog/db.h"
#include "catalog/entities.h"

/* From the columns id, type, name, aliases, briefings, mentions, first and last day, in this order,
 * from the first on. */
struct entities_row entities_row_at(const struct query *q, struct arena *a);

#endif
