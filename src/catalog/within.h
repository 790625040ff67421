/*
 * The entities of a part of the library, counted anew: of some briefings, or those that have part
 * in some agreements. Costs as much as what is counted; the screens, which count nothing, ask
 * catalog/entities.h.
 */
#ifndef ATTACHE_CATALOG_WITHIN_H
#define ATTACHE_CATALOG_WITHIN_H

#include "catalog/entities.h"

/* What it says must all hold; absent and zero: nothing is said. */
struct entities_within {
    str briefing; /* mentioned in this one: its id */
    str topic;    /* in briefings that have this topic, exactly */
    bool has_from, has_to;
    int64_t from, to;  /* in briefings whose date may lie in there; the undated are left out */
    str party;         /* has part in an agreement, and so has this entity (an id) */
    unsigned statuses; /* that agreement stands so now: STATUS_BITs (catalog/moments.h) */
};

/*
 * At most `limit` rows, all at once: `mentions`, `briefings`, `first` and `last` are those of the
 * briefings that count. Order and types are the query's (its filter is not regarded). Entities that
 * those briefings do not mention are left out.
 */
struct err catalog_entities_within(struct catalog *c, const struct entities_query *q,
                                   const struct entities_within *within, size_t limit,
                                   struct arena *a, struct entities_page *page);

#endif
