/*
 * What a sidecar and front matter say, into the briefing. Both have the same keys; one that the
 * sidecar has wins whole. `entities` are the exception the content format makes: the sidecar's list
 * counts, but what front matter says of an entity in it still holds, key by key.
 */
#ifndef ATTACHE_LOADER_SIDECAR_H
#define ATTACHE_LOADER_SIDECAR_H

#include "loader/loading.h"

/* Either root may be NULL. `registries` is the scope that the briefing's own entities go on top of.
 * Fills everything that is stated; mentions, and entities but those that are listed, are to come.
 */
void sidecar_read(struct loading *l, const struct node *front_matter, const struct node *sidecar,
                  const struct scope *registries);

#endif
