/* The piece of a text in which most hits stand together. */
#ifndef ATTACHE_CATALOG_SNIPPET_H
#define ATTACHE_CATALOG_SNIPPET_H

#include "catalog/search.h"

/* About SNIPPET_CELLS of the text around the hits (by start, not overlapping, none before `from`),
 * in whatever script, cut between words where there are any; without hits from `from` on. One
 * paragraph. */
enum { SNIPPET_CELLS = 200 };
struct snippet snippet_of(str text, size_t from, const struct span *hits, size_t count,
                          struct arena *a);

/* The hit that such a snippet begins with; `count` is not 0. */
size_t snippet_densest(const struct span *hits, size_t count);

/* All of a text. */
struct snippet snippet_whole(str text, const struct span *hits, size_t count, struct arena *a);

#endif
