/*
 * Rows out of what was loaded, and their removal: for refresh.c and tests. Everything here runs
 * between store_begin and store_commit. What follows from several briefings (an entity's counts, an
 * agreement's status) is only marked as changed; catalog/settle.h works it out.
 */
#ifndef ATTACHE_CATALOG_STORE_H
#define ATTACHE_CATALOG_STORE_H

#include "base/bits.h"
#include "base/strmap.h"
#include "catalog/db.h"
#include "catalog/fulltext.h"
#include "catalog/put.h"
#include "catalog/sheets.h"
#include "catalog/tally.h"
#include "loader/library.h"
#include "model/briefing.h"

/* What a transaction has met of who entities are (store_definition.c). Their counts are written
 * together: a few entities are in nearly every briefing. */
struct definitions {
    struct arena arena;
    struct buf bytes;
    struct strmap numbers; /* by hash: in items */
    struct known_definition *items;
    size_t len, cap;
};

/* A transaction of the writer. The generation is the one that its changes make. */
struct store {
    struct catalog *c;
    int64_t generation;
    bool changed;             /* something that a view may show */
    int64_t units, briefings; /* how many more there are, or fewer */
    bool texts_later;         /* the commit does not wait for the full text (catalog/texts.h) */
    bool again;               /* the briefing has rows already: those that are the same stay */
    struct arena arena;
    struct tally tally;
    struct definitions definitions;
    struct sheets briefs, agreements;
};

void store_begin(struct store *s, struct catalog *c);
struct err store_commit(struct store *s);

/* A unit as it was looked at. A hash is absent where the stamp alone is sure. */
struct looked {
    const struct unit *unit;
    str article_hash, sidecar_hash;
    struct fulltext_document *document; /* taken over; NULL: it is made while it is stored */
    bool again; /* look again next time: the system was in the way, not the content */
};

enum stored { STORED_ADDED, STORED_CHANGED, STORED_REMOVED, STORED_REFUSED };

/* Puts a briefing in the place of what the catalogue has of that id; with `b` NULL the article was
 * refused, for the reasons in `refused`. Says what became of the briefing. */
enum stored store_unit(struct store *s, const struct looked *looked, const struct briefing *b,
                       const struct diag_list *refused);
void store_remove_unit(struct store *s, int64_t unit);

/* A registry or library.yaml; `hash` as in struct looked. What it touches becomes stale
 * (catalog/touched.h). */
void store_scope(struct store *s, const struct scope_file *file, str hash,
                 const struct entity *entities, size_t count, const struct diag_list *diags);
void store_remove_scope(struct store *s, int64_t scope);
/* All that it applies to; of that `only` those rows of unit, unless that is NULL. */
void store_stale(struct store *s, str scope_path, const struct bits *only);

/* The problems of the library's structure, in place of those of the walk before. */
void store_structure(struct store *s, const struct diag_list *diags);
bool store_structure_differs(struct catalog *c, const struct diag_list *diags);

/* -- Between the files that store ----------------------------------------------------------------
 */

/* What a briefing mentions, and its names in trouble: how many entities are mentioned. Appends the
 * numbers of their definitions to `list`. */
size_t store_mentions(struct store *s, int64_t n, const struct briefing *b, struct buf *list);

/* What it states. With `dated` its date is another than it was. */
void store_statements(struct store *s, int64_t n, const struct briefing *b, bool dated);

/* Runs a statement that removes rows of the briefing from number `seq` on: whether there were any.
 */
bool store_cut(struct store *s, const char *sql, int64_t n, size_t seq);

/* A list as rows hold it; absent if it is empty. */
str store_packed(struct store *s, const str *items, size_t count);

/* Texts that a word of a filter must not straddle, one a line, without case and diacritics. */
str store_find_text(struct store *s, const str *parts, size_t count);

/* The key that a briefing's rows are sorted by: its date, newest first; never absent. */
str store_date_key(struct store *s, const struct briefing *b);

/* The days that a date may be, first and last: an end that is not known reaches on for ever. NULLs
 * where it has none. */
void store_put_days(struct put *p, const struct date *d);

/* The month in which all of those days lie (year * 12 + month - 1); false if there is none. */
bool store_month(const struct date *d, int64_t *month);

enum diag_kind { DIAG_OF_WALK, DIAG_OF_UNIT, DIAG_OF_SCOPE, DIAG_OF_REFERENCE };

/* How many there are, repetitions not counted. `own`: the unit that says them of its own files, or
 * NULL. */
struct problems {
    size_t errors, warnings;
};
struct problems store_diags(struct catalog *c, enum diag_kind kind, int64_t owner,
                            const struct unit *own, const struct diag_list *diags);
/* Of a unit while its row still names the files that they were said of. */
void store_remove_diags(struct catalog *c, enum diag_kind kind, int64_t owner);

/* The number of what an entity is said to be. */
int64_t store_definition(struct store *s, const struct entity *e);
/* The same for a briefing, which counts in its row; and the number of the entity, which has to be
 * settled: where the briefing is stored again, only if the caller says so. */
int64_t store_use(struct store *s, const struct entity *e, size_t mentions, int64_t *entity);
void store_flush_definitions(struct store *s); /* before anybody asks how many there are */

/* The bytes of a stamp, as rows hold them. */
str stamp_pack(const struct fs_stamp *stamp, struct arena *a);

#endif
