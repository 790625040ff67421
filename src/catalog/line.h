/*
 * Every moment of the library in the order of their days, as far as it is counted: read once for a
 * state of the catalogue, and kept by the connection, so that the moments of any set of agreements
 * are counted without a statement.
 */
#ifndef ATTACHE_CATALOG_LINE_H
#define ATTACHE_CATALOG_LINE_H

#include "base/bits.h"
#include "catalog/db.h"

struct line_moment {
    int64_t day;                           /* on which it stands */
    int64_t last;                          /* its latest day; of what has none, the day itself */
    uint32_t expected : 1, agreement : 31; /* agreement 0: an event */
};
int line_by_day(const void *left, const void *right);

struct line {
    struct memo memo;
    VEC(struct line_moment) dated;
    VEC(uint32_t) undated; /* their agreements */
};

/* Within db_read. NULL where something failed (the connection's error says what). */
const struct line *line_of(struct catalog *c);
bool line_known(struct catalog *c); /* it is there: it costs nothing */
/* The SQL function that reads it, for a new connection. */
void line_register(struct catalog *c);

/* Agreements, less than `size`, that are not settled: they are none yet, though moments of theirs
 * are there. */
struct bits line_unsettled(struct catalog *c, size_t size, struct arena *a);

/* A row that begins with these columns. */
#define LINE_ROW        "day, upper, expected, agreement"
#define LINE_ROW_OF(of) of ".day, " of ".upper, " of ".expected, " of ".agreement"
enum { LINE_COLUMNS = 4 };

/* Where a moment stands in the annotations. What begins with such a place can be put in order, and
 * found, by it. */
struct line_place {
    uint32_t brief, seq;
};
struct line_place line_place_at(const struct query *q, int column); /* brief, then seq */
int line_by_place(const void *left, const void *right);

/* Some of them, each once, by their places: of a row with brief and seq after those columns. */
struct line_placed {
    struct line_place at;
    bool dated;
    struct line_moment moment;
};
struct line_list {
    struct line_placed *items;
    size_t len, cap;
};
void line_list_add(struct line_list *list, struct arena *a, const struct query *q);
void line_list_sort(struct line_list *list); /* when all are there, before it is asked */
bool line_list_has(const struct line_list *list, const struct line_place *at);

#endif
