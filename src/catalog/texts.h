/*
 * The catalogue's second file: the texts, and the full-text index of them (catalog/fulltext.h).
 * SQLite lets one thread at a time write a file; this one is written beside the other tables, which
 * take as long.
 *
 * What it says counts only for briefings that the catalogue has. It is written within the
 * catalogue's transactions, and mostly committed before they are: then no briefing is there without
 * its text. While a whole library is loaded it may come later (store.texts_later). Each file knows
 * the generation in which this one was last written: where this one's is the older, after a crash,
 * a power cut, or because somebody took it away, the next refresh loads what was stored since.
 * Where it is the newer, its texts are those of briefings that are not there or are stored again.
 *
 * It is opened when it is first asked something.
 */
#ifndef ATTACHE_CATALOG_TEXTS_H
#define ATTACHE_CATALOG_TEXTS_H

#include "catalog/db.h"

/* Where it lies, or its URI beside that of a catalogue in memory. Before anything else. */
void texts_name(struct catalog *c);

/* An empty one in the place of whatever is there; for a file, with the directory's lock held
 * alone. */
struct err texts_make(struct catalog *c);
bool texts_exist(const struct catalog *c);
struct err texts_set_aside(struct catalog *c);

/* For the refresh, before it looks: makes a file anew that cannot be used, and marks as stale what
 * it lacks. */
struct err texts_prepare(struct catalog *c);

/*
 * Whether the file is the one that was last found good, by its stamp and by how far it was to be
 * written: then a refresh that writes nothing need not open it. It is not opened for that either:
 * to close it again would take away the locks that others of this process have on it. Where it is
 * another, and is found good (texts_prepare) and not written, texts_is_unmarked says so, and
 * texts_keep_mark has it known the next time, within a transaction.
 */
bool texts_stand(struct catalog *c);
bool texts_is_unmarked(struct catalog *c);
void texts_keep_mark(struct catalog *c);

/* Opens the connection. False where it cannot be opened, which is then the catalogue's error. */
bool texts_open(struct catalog *c);
void texts_close(struct catalog *c);

/* For a reader before it asks: another connection may have put another file in its place. */
void texts_follow(struct catalog *c);

/* A statement for readers, and what to call after its end: what went wrong becomes the catalogue's
 * error. */
struct query texts_query(struct catalog *c, const char *sql);
void texts_done(struct catalog *c);

/* Within a transaction of the catalogue, on an open connection: texts_begin opens one here if none
 * is; the generation that the catalogue expects here tells whether another process is still to
 * commit the one before, which is waited for. The commit does nothing if none was, and takes back
 * what was written unless it is to `keep` it. Their errors stay in the connection. */
void texts_begin(struct catalog *c, int64_t expected);
void texts_commit(struct catalog *c, int64_t generation, bool keep);

#endif
