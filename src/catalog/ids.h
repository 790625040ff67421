/* Ids that begin as somebody has begun to type, in the order of bytes: for completion. */
#ifndef ATTACHE_CATALOG_IDS_H
#define ATTACHE_CATALOG_IDS_H

#include "catalog/catalog.h"

#include "base/arena.h"

#include <stddef.h>

enum id_kind { IDS_BRIEFINGS, IDS_ENTITIES };

struct id_name {
    str id, name; /* name: the title of the briefing, the entity's name */
};

/* At most `limit`. */
struct err catalog_ids(struct catalog *c, enum id_kind kind, str prefix, size_t limit,
                       struct arena *a, struct id_name **ids, size_t *count);

#endif
