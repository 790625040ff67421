/*
 * What a query finds, as a set of the briefings' numbers: each term is asked of the tables on its
 * own, the tree joins the sets. No text of the query ever becomes a part of a statement: values are
 * bound, and words are quoted for the full text besides.
 *
 * A part of the library can be asked alone, in the same way: then each set is one of that part.
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
    struct memo memo;     /* asked: the canonical query, and whether by aliases too */
    struct clause *query; /* as it was searched for: with aliases, where those are asked for */
    struct bits briefs;
    struct bits entities; /* that are asked for, not behind "-": their mentions are hits */
    size_t count;
    struct ranked *ranked; /* by score, then id; NULL: was not asked for yet */
};

/* What the query finds, kept in the connection until another is asked; NULL where something failed
 * (the connection's error says what). Within db_read. */
struct found *found_prepare(struct catalog *c, const struct search_query *s);
/* The same where it is kept; else NULL, and nothing is looked for. */
struct found *found_known(struct catalog *c, const struct search_query *s);

/* Fills `ranked`. False where something failed. */
bool found_rank(struct catalog *c, struct found *f);

/* What the query means: with aliases where those are asked for, and the entities of `entities`
 * (above). In the arena. */
struct clause *found_meaning(struct catalog *c, const struct search_query *s, struct arena *a,
                             struct bits *entities);

/* A briefing by its number, with the sort key of the newest first. (In query_list.c.) */
bool found_row(struct catalog *c, int64_t n, struct arena *a, struct brief_row *row);

/* found_first.c: the newest that it finds, at most `limit`, without looking at all of the library;
 * false where that would take longer, or is told sooner by what is kept. */
struct firsts {
    size_t *briefs, count;
    bool more;
};
bool found_first(struct catalog *c, const struct clause *query, size_t limit, struct arena *a,
                 struct firsts *firsts);

/* -- Between the files that search ---------------------------------------------------------------
 */

/* A stretch of the briefings' numbers, and those of them that come into question. In sets over it i
 * stands for the number first + i. */
struct stretch {
    size_t first;
    struct bits among;
};

/* A term that names entities: these, and which briefings they bring, once all were asked for. */
struct finding_named {
    const struct clause *term;
    struct bits entities, briefs;
};

/* Words of the index that begin so, in their order, as far as they were asked for. */
struct finding_words {
    const struct clause *term;
    str beginning; /* absent: they are not asked for one by one */
    bool whole;    /* all are there */
    str *items;
    size_t len, cap;
};

/* A query at work. */
struct finding {
    struct catalog *c;
    struct arena *arena; /* of what stays while it works */
    VEC(struct finding_named) named;
    VEC(struct finding_words) words;
};

/* The briefings of a stretch that a query, or a term, finds. */
struct bits find_clause(struct finding *f, const struct clause *c, const struct stretch *s,
                        struct arena *a);
struct bits find_term(struct finding *f, const struct clause *t, const struct stretch *s,
                      struct arena *a);

/* What it costs to ask so of the whole library, beside others: what is dear is asked last, of what
 * the others have left. */
enum price {
    CHEAP,
    WALKED, /* all rows of a table */
    READ,   /* the texts of those that the index names */
    JOINED, /* the lists of many words that begin so */
    PRICES
};
enum price find_price(struct finding *f, const struct clause *query);
enum price find_term_price(struct finding *f, const struct clause *t);

/* Words and phrases: found_words.c. */
struct bits find_words(struct finding *f, const struct clause *t, const struct stretch *s,
                       struct arena *a);
enum price find_words_price(struct finding *f, const struct clause *t);

/* Asks the full text as a term does, for a word that is in no text. */
void find_nothing(struct catalog *c);

/* A word or phrase as the full text is asked for it, in those columns ("{title summary}"; "": in
 * all). */
void match_append(struct buf *out, const char *columns, str text, bool prefix);

/* Adds the entities that the terms of a query name. */
void find_entities(struct catalog *c, const struct clause *query, struct bits *entities);

/* The tree with the names of the entities that its words name. */
struct clause *search_expand(struct catalog *c, struct clause *query, struct arena *a);

#endif
