/*
 * What a connection has worked out and keeps for as long as the catalogue stays as it is and the
 * same is asked: one of each kind. Its struct begins with a struct memo.
 *
 *     struct line *l = memo_known(c, MEMO_LINE, STR(""));
 *     if (l == NULL) {
 *         l = memo_make(c, MEMO_LINE, sizeof *l, STR(""));
 *         …
 *         l = memo_keep(c, MEMO_LINE, l);
 *     }
 */
#ifndef ATTACHE_CATALOG_MEMO_H
#define ATTACHE_CATALOG_MEMO_H

#include "base/arena.h"

#include <stdint.h>

struct catalog;

enum memo_kind {
    MEMO_AGREEMENT_SHEETS,
    MEMO_BRIEF_SHEETS,
    MEMO_BY_ID,
    MEMO_FACETS,
    MEMO_FILTERED,
    MEMO_FOUND,
    MEMO_HELD,
    MEMO_LENGTHS,
    MEMO_LINE,
    MEMO_NEWEST,
    MEMO_PICKED,
    MEMO_PLEDGED,
    MEMO_PLEDGES,
    MEMO_TYPED,
    MEMO_COUNT,
};

struct memo {
    struct arena arena; /* of all of it */
    int64_t generation; /* the catalogue's */
    str asked;
};

/* What was kept last, and is of the catalogue as it is; what was asked, too. Else NULL. Within
 * db_read. */
void *memo_last(struct catalog *c, enum memo_kind kind);
void *memo_known(struct catalog *c, enum memo_kind kind, str asked);

/* A new one, zeroed; what was kept of another state of the catalogue is dropped. Within db_read. */
void *memo_make(struct catalog *c, enum memo_kind kind, size_t size, str asked);

/* Keeps it in the place of the last, and returns it; NULL, and nothing is kept, if the connection
 * has failed or was stopped. memo_put keeps it also then. */
void *memo_keep(struct catalog *c, enum memo_kind kind, void *memo);
void *memo_put(struct catalog *c, enum memo_kind kind, void *memo);

void memos_forget(struct catalog *c);

#endif
