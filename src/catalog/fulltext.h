/*
 * The full-text index, for the files of this directory: FTS5's table `fulltext` in the
 * second file (catalog/texts.h), whose rowid is brief.n. Its columns, in this order: `body` (the
 * rendered text), `title`, `summary` and `names` (the name and the aliases of every entity that the
 * briefing mentions). The first column is the one that costs nothing to name: elsewhere FTS5 writes
 * two bytes more for each word of each briefing. The words are those of catalog/tokens.h, by FTS5's
 * tokenizer "attache", which every connection to that file knows.
 *
 *     SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid DESC LIMIT 50
 *     SELECT rowid, weight(fulltext, 1.0, 8.0, 3.0, 4.0) FROM fulltext WHERE fulltext MATCH ?
 *
 * weight() is ours: how many places there are, each as many as its column weighs. It looks at the
 * first phrase that is asked for.
 *
 * The table has no content of its own: only rowid can be selected, snippet() and highlight() have
 * nothing to show. fulltext_texts gives the texts, tokens_each the places of words in it.
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
#include "catalog/sql.h"
#include "model/briefing.h"

/* Makes the tokenizer and weight() known to a connection. */
struct err fulltext_register(sqlite3 *db);

/* What was indexed of a briefing, in the arena; false, and all of it absent, if nothing was. */
struct fulltext_texts {
    str title, summary, body;
};
bool fulltext_texts(struct catalog *c, int64_t brief, struct arena *a,
                    struct fulltext_texts *texts);

/* How many words each briefing has in all columns, by its number, kept by the connection; NULL
 * where something failed. Within db_read. */
struct fulltext_lengths {
    struct memo memo;
    uint32_t *of;
    size_t size;
    size_t count; /* briefings */
    double mean;
};
const struct fulltext_lengths *fulltext_lengths(struct catalog *c);

/* -- For the refresh -----------------------------------------------------------------------------
 */

/* What is indexed of a briefing, and what is kept to take it out again: made by the thread that
 * loads it, with bytes of its own. */
struct fulltext_document {
    str parts[4]; /* the columns */
    str packed;
    size_t size; /* of all of them */
};

/* What compresses, for one thread; without one (NULL) it costs more. */
struct fulltext_packer;
struct fulltext_packer *fulltext_packer_new(void);
void fulltext_packer_free(struct fulltext_packer *p);

struct fulltext_document *fulltext_document(struct fulltext_packer *p, const struct briefing *b);
void fulltext_document_free(struct fulltext_document *d); /* NULL is fine */

/* Within a transaction of that file: see catalog/texts.h. */
void fulltext_put(struct sql *texts, int64_t brief, const struct fulltext_document *d);
void fulltext_remove(struct sql *texts, int64_t brief);

#endif
