/*
 * Scope: the entities that a directory's registries define, outermost first, and those of one
 * briefing above them. Each file that defines any is a layer; a definition of an id that a layer
 * below has too is laid over that one, key by key.
 */
#ifndef ATTACHE_LOADER_SCOPE_H
#define ATTACHE_LOADER_SCOPE_H

#include "base/arena.h"
#include "base/strmap.h"
#include "loader/entities.h"
#include "match/names.h"

/* What one file defines. Immutable but for `names`, which layer_names makes when first asked. */
struct layer {
    struct definition *items; /* merged with the layers below; each has a name */
    size_t count;
    struct strmap ids; /* id: index of items */
    struct names *names;
    struct arena *arena;
};

/* Layers from the outermost. */
struct scope {
    struct layer **layers;
    struct name_set *sets; /* parallel; names not yet built are NULL until scope_names */
    bool **hidden;         /* parallel: items that a layer above lays over; NULL: none */
    size_t count;
};

/* Merges definitions, in their own place, with what `below` knows. What then has no name is left
 * out: [missing-key] or [empty-value], and [unknown-entity] for a bare id. Bare ids that are known
 * define nothing, and are not in the layer. */
struct layer *layer_make(struct reader *r, const struct scope *below,
                         struct definitions *definitions);

/* The scope with one layer more on top. Shares what is below, which must live as long. */
struct scope *scope_push(const struct scope *below, struct layer *layer, struct arena *a);

/* The entity of that id as the topmost layer defines it, or NULL. */
const struct entity *scope_entity(const struct scope *s, str id);

/* The names of all layers, to be searched (match/names.h): s->sets, s->count. */
void scope_names(struct scope *s);

/* Whose name a hit in those sets is. */
const struct entity *scope_owner(const struct scope *s, const struct name_hit *hit);

/* Its form: the name (0), or an alias. */
const struct form *scope_form(const struct scope *s, const struct name_hit *hit);

/* "; did you mean 'japan'?", or nothing: the nearest id of all layers. Gives up, and says nothing,
 * when a reader has been asked more than its share: a broken file must not take minutes. */
str scope_suggest(struct reader *r, const struct scope *s, str id);

#endif
