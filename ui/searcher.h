/*
 * Search aside: a thread of its own with its own connection to the catalogue, so that no key waits
 * for an answer. What is asked takes the place of what was asked before, and ends the work on it.
 * What every search needs is read before the first is asked for.
 * Answers come in parts, the rows first; the app polls the descriptor and takes them.
 */
#ifndef ATTACHE_UI_SEARCHER_H
#define ATTACHE_UI_SEARCHER_H

#include "catalog/entities.h"
#include "catalog/moments.h"
#include "catalog/search.h"

struct searcher;

/* What is wanted of a query, in the order in which it comes. */
enum search_want {
    WANT_ROWS = 1 << 0,   /* some of them; with the next also: the first that are to be seen, and
                             how many there are only if that is known by then */
    WANT_OTHERS = 1 << 1, /* entities and agreements that are called so */
    WANT_COUNT = 1 << 2,  /* how many there are, and those around the first, too */
    WANT_FACETS = 1 << 3,
};

struct search_wish {
    str query; /* one that can be read; copied */
    enum search_order order;
    bool expand;
    unsigned wanted;
    size_t first, limit; /* rows: from that number on */
    size_t seen;         /* of which so many are to be seen first */
    str keep;            /* a briefing: if it is found, rows so that it is number first + line */
    size_t line;
    size_t others, facets; /* how many rows of each */
};

struct search_answer {
    unsigned long wish; /* what searcher_ask returned */
    unsigned part;      /* one of enum search_want */
    struct arena arena; /* of all that follows */
    struct err trouble; /* nothing follows then */
    long generation;    /* of the catalogue that was asked */

    /* WANT_ROWS, WANT_COUNT */
    size_t total, first;
    bool counted; /* else there are more than that */
    bool kept;    /* `keep` is found, it is row number: */
    size_t kept_row;
    struct search_page rows;

    /* WANT_OTHERS */
    struct entities_page entities;
    struct timeline_page agreements;

    /* WANT_FACETS */
    struct search_facet_rows facets[SEARCH_FACETS];
};

struct err searcher_start(const struct catalog *catalog, struct searcher **searcher);
void searcher_free(struct searcher *s); /* NULL is fine */

/* Asks; returns the number of the wish. */
unsigned long searcher_ask(struct searcher *s, const struct search_wish *wish);
void searcher_stop(struct searcher *s); /* nothing is asked any more */

int searcher_fd(const struct searcher *s); /* readable when there may be an answer */

/* The next part of an answer to the last wish; NULL: there is none yet. Free it. */
struct search_answer *searcher_take(struct searcher *s);
void search_answer_free(struct search_answer *answer); /* NULL is fine */

#endif
