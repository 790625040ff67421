/*
 * What follows from several files, worked out for what changed: an entity's counts and the
 * definition that speaks for it; an agreement merged from its entries, its status, and what became
 * of its promises; references to agreements that no briefing states. Runs in the writer's
 * transaction. The result does not depend on the order in which things were stored.
 *
 * An entity is spoken for by the registry nearest to the root that defines it (then the smaller
 * path), else by the latest-dated briefing that does, then the smallest id. An agreement's title,
 * kind, place and links are, each on its own, those of the latest-dated briefing that states them,
 * then the smallest id; undated briefings come last. Parties and topics are listed in the order of
 * the briefings by date (undated last) and id, then of the file, each at its first place.
 */
#ifndef ATTACHE_CATALOG_SETTLE_H
#define ATTACHE_CATALOG_SETTLE_H

#include "catalog/store.h"

void settle_entities(struct store *s);
void settle_agreements(struct store *s);

/* Last: after the agreements are settled. */
void settle_references(struct store *s);

#endif
