/* Where the entities of a briefing stand in its text: selectors, links and names, put in order. */
#ifndef ATTACHE_LOADER_MENTIONS_H
#define ATTACHE_LOADER_MENTIONS_H

#include "loader/loading.h"

/* Fills the briefing's mentions, its entities and others, and its agreements' mentions. Comes after
 * the statements: what they name must be known. */
void mentions_resolve(struct loading *l);

#endif
