/*
 * Who writes the full text of the briefings that the catalogue's writer stores: a thread of its own
 * while there are many, so that both are written at the same time, else the writer itself.
 *
 *     indexer_start(c);                   or not
 *     …
 *     indexer_put(c, n, document, &arena);
 *     …
 *     indexer_finish(c, generation);      the end of a transaction
 *     …
 *     e = indexer_wait(c);
 *     …
 *     indexer_stop(c);
 */
#ifndef ATTACHE_CATALOG_INDEXER_H
#define ATTACHE_CATALOG_INDEXER_H

#include "catalog/fulltext.h"

/* Where no thread can be had, the writer does it. */
void indexer_start(struct catalog *c);
void indexer_stop(struct catalog *c); /* after the transaction; nothing may have been started */

/* What is there of the briefing is replaced, or removed. The thread takes the arena over, in which
 * all that the document names must lie, and leaves an empty one; where the arena is NULL, it is
 * written on return. */
void indexer_put(struct catalog *c, int64_t brief, const struct fulltext_document *d,
                 struct arena *arena);
void indexer_remove(struct catalog *c, int64_t brief);

/* Nothing more comes in this transaction: it is committed, or taken back if the catalogue's own has
 * failed already. */
void indexer_finish(struct catalog *c, int64_t generation);

/* Waits until it was. True in *written if there was anything. */
struct err indexer_wait(struct catalog *c, bool *written);

#endif
