/* The `entities` of a registry, a sidecar or front matter, as they are written there. */
#ifndef ATTACHE_LOADER_ENTITIES_H
#define ATTACHE_LOADER_ENTITIES_H

#include "loader/reader.h"
#include "model/entity.h"

/* What one item says of an entity. What it does not state is absent, and comes from what another
 * file says of the same id. */
struct definition {
    struct entity entity; /* its name's text is absent if no name is stated */
    bool bare;            /* only an id: nothing is defined */
    bool has_aliases, has_match, has_mentions;
    struct field name; /* to say that it is missing, once it is known that nobody has it */
};

struct definitions {
    struct definition *items; /* in the file's order; no id twice */
    size_t len;
};

/* Reads the items; without `mentions` in a registry. [duplicate-id] is said; what has no id is left
 * out. */
struct definitions entities_read(struct reader *r, const struct field *f, bool in_registry);

/* Lays what `over` states over `base`, key by key: aliases and mentions are replaced whole. */
void definition_overlay(struct definition *base, const struct definition *over);

#endif
