/*
 * What a query finds, as a set of the briefings' numbers: each term is asked of the tables on its
 * own, the tree joins the sets. No text of the query ever becomes a part of a statement: values are
 * bound, and words are quoted for the full text besides.
 */
#ifndef ATTACHE_CATALOG_FOUND_H
#define ATTACHE_CATALOG_FOUND_H

#include "base/bits.h"
#include "catalog/db.h"
#include "catalog/search.h"

struct ranked {
    double score;
    int64_t brief;
};

struct found {
    struct arena arena; /* of all of it */
    str asked;          /* the canonical query, and whether by aliases too */
    int64_t generation;
    struct clause *query; /* as it was searched for: with aliases, where those are asked for */
    struct bits briefs;
    struct bits entities; /* that are asked for, not behind "-": their mentions are hits */
    size_t count;
    bool few;              /* they stand in temp.found; else the SQL function found(n) tells */
    struct ranked *ranked; /* by score, then id; NULL: was not asked for yet */
};

/* What the query finds, kept in the connection until another is asked; NULL where something failed
 * (the connection's error says what). Within db_read. */
struct found *found_prepare(struct catalog *c, const struct search_query *s);
void found_free(struct found *f); /* NULL is fine */

/* The SQL function found(n), for a new connection. */
void found_register(struct catalog *c);

/* Fills `ranked`. False where something failed. */
bool found_rank(struct catalog *c, struct found *f);

/* What the query means: with aliases where those are asked for, and the entities of `entities`
 * (above). In the arena. */
struct clause *found_meaning(struct catalog *c, const struct search_query *s, struct arena *a,
                             struct bits *entities);

/* The row of a list of briefings that has that number, as a page needs it to start from. */
bool list_numbered(struct catalog *c, const struct list_query *q, size_t number, struct arena *a,
                   struct brief_row *row);

/* A briefing by its number, with the sort key of the newest first. */
bool found_row(struct catalog *c, int64_t n, struct arena *a, struct brief_row *row);

/* -- Between the files that search ---------------------------------------------------------------
 */

/* The briefings, of `all`, that a term finds. */
struct bits find_term(struct catalog *c, const struct clause *t, size_t size, struct arena *a);

/* Asks the full text as a term does, for a word that is in no text. */
void find_nothing(struct catalog *c);

/* A word or phrase as the full text is asked for it, in those columns ("{title summary}"; "": in
 * all). */
void match_append(struct buf *out, const char *columns, str text, bool prefix);

/* What words are looked for in; absent where there is none. False: there is no such briefing. */
struct found_texts {
    str title, summary, body;
};
bool found_texts(struct catalog *c, int64_t n, struct arena *a, struct found_texts *texts);

/* Adds the entities that the terms of a query name. */
void find_entities(struct catalog *c, const struct clause *query, struct bits *entities);

/* The tree with the names of the entities that its words name. */
struct clause *search_expand(struct catalog *c, struct clause *query, struct arena *a);

#endif
