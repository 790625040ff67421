/*
 * The full-text index, for the files of this directory: FTS5's table `fulltext`, whose rowid is
 * brief.n. Its columns, in this order: `title`, `summary`, `names` (the name and the aliases of
 * every entity that the briefing mentions) and `body` (the rendered text). The words are those of
 * catalog/tokens.h, by FTS5's tokenizer "attache", which every connection knows.
 *
 *     SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid DESC LIMIT 50
 *     … ORDER BY bm25(fulltext, 8.0, 4.0, 4.0, 1.0)
 *
 * The table has no content of its own: only rowid can be selected, snippet() and highlight() have
 * nothing to show. fulltext_body gives the text, tokens_each the places of words in it.
 *
 * A prefix of one letter (`g*`, also with a column) costs as little as a word: each column's first
 * word on a letter is in the index under a word of its own. In a phrase such a prefix finds only
 * that first word, so only words of two letters or more should be prefixes there.
 */
#ifndef ATTACHE_CATALOG_FULLTEXT_H
#define ATTACHE_CATALOG_FULLTEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "catalog/db.h"
#include "model/briefing.h"

/* Makes the tokenizer known to a connection. */
struct err fulltext_register(sqlite3 *db);

/* The rendered text of a briefing as it was indexed, in the arena; absent if there is none. */
str fulltext_body(struct catalog *c, int64_t brief, struct arena *a);

/* -- For the refresh -----------------------------------------------------------------------------
 *
 * Within the writer's transaction. To remove a briefing its rows in brief, brief_entity and
 * definition must still be there: what was indexed is worked out from them.
 *
 * Changes are gathered and written together: every statement of another table that SQLite guards
 * with a savepoint would make FTS5 write what it holds in memory as a segment of its own.
 */
struct fulltext_change;
struct fulltext_changes {
    struct arena arena;
    VEC(struct fulltext_change) items;
    size_t bytes;
};

/* What a thread that compresses many keeps for it. */
struct fulltext_packer *fulltext_packer_new(void);
void fulltext_packer_free(struct fulltext_packer *p); /* NULL is fine */

/* The body as it is stored: compressed where that makes it smaller. `p` may be NULL. */
str fulltext_pack(struct fulltext_packer *p, str body, struct arena *a);

void fulltext_add(struct fulltext_changes *changes, struct catalog *c, int64_t brief, str body,
                  str packed);
void fulltext_remove(struct fulltext_changes *changes, struct catalog *c, int64_t brief);

/* Writes them; before the transaction ends. */
void fulltext_write(struct fulltext_changes *changes, struct catalog *c);

#endif
