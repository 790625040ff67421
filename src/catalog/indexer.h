/*
 * Who writes the full text of the briefings that the catalogue's writer stores: a thread of its own
 * while there are many, so that both are written at the same time, else the writer itself.
 *
 *     indexer_start(c);                   or not
 *     indexer_begin(c, expected);         a transaction
 *     indexer_put(c, n, document);
 *     …
 *     indexer_finish(c, generation);      its end
 *     indexer_wait(c);                    or not
 *     …
 *     indexer_stop(c);
 */
#ifndef ATTACHE_CATALOG_INDEXER_H
#define ATTACHE_CATALOG_INDEXER_H

#include "catalog/fulltext.h"

/* Where no thread can be had, the writer does it. One that runs already goes on. No more than
 * `room_kb` wait for it, so that the others go on while it commits, and as much of the file is kept
 * in memory, lest segments are read again while they are merged. */
void indexer_start(struct catalog *c, int room_kb);
void indexer_stop(struct catalog *c); /* when all is written; nothing may have been started */

/* Trouble that the thread has met becomes the catalogue's error, here and in indexer_finish. */
void indexer_wait(struct catalog *c); /* until all is written */

/* The generation in which the catalogue expects the full text to have been written last. */
void indexer_begin(struct catalog *c, int64_t expected);

/* What is there of the briefing is replaced, or removed. The document is taken over. */
void indexer_put(struct catalog *c, int64_t brief, struct fulltext_document *d);
void indexer_remove(struct catalog *c, int64_t brief);

/* Nothing more comes in this transaction: it is committed, or taken back if the catalogue's own has
 * failed already. False if there was nothing. */
bool indexer_finish(struct catalog *c, int64_t generation);

#endif
