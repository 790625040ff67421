/*
 * What a changed registry can change: the briefings that have to be loaded again. Sooner one too
 * many than one too few; the result is that of loading all that the registry applies to.
 */
#ifndef ATTACHE_CATALOG_TOUCHED_H
#define ATTACHE_CATALOG_TOUCHED_H

#include "catalog/store.h"

/* What the rows of a registry say: numbers of definitions, and how they are matched. */
struct registry {
    VEC(int64_t) items;
};

/* Of scope row `scope`, in the store's arena. */
struct registry touched_registry(struct store *s, int64_t scope);

/*
 * After a registry's rows have changed: marks as stale
 *
 *     who lists or mentions an entity of which anything has changed, and who refers to its id;
 *     whose text has the words of a name that it had or has;
 *     who named something that nobody knew, where that is one of the changed ids, or nearly;
 *     whose problems stand in that file, because its lines may be others.
 *
 * Where registries lie within one another, where much has changed, and for names of which the full
 * text does not know the words, all that the registry applies to is marked.
 */
void touched_mark(struct store *s, str path, const struct registry *before,
                  const struct registry *after);

#endif
