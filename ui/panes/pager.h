/*
 * A window onto a query that is paged by key: the rows that are shown and some around them, never
 * many more. Rows are known by their number in the query's order; on the way to one that is far off
 * rows are read and dropped, unless the query can begin with a number.
 */
#ifndef ATTACHE_UI_PANES_PAGER_H
#define ATTACHE_UI_PANES_PAGER_H

#include "ui/panes/answer.h"

#include <stddef.h>

/* What is asked: at most `limit` rows after the row `from` (NULL: from the start) or, `backwards`,
 * before it (NULL: from the end). Fills *rows, in the query's order, with their number in *count.
 */
typedef struct err pager_ask(const struct pane *p, const void *from, bool backwards, size_t limit,
                             struct arena *a, void **rows, size_t *count);

/* At most `limit` rows from number `first` on. Leaves *rows as it is where it cannot tell. */
typedef struct err pager_ask_from(const struct pane *p, size_t first, size_t limit, struct arena *a,
                                  void **rows, size_t *count);

/* Zero-initialised with `ask` and `row_size` it is empty and ready. */
struct pager {
    pager_ask *ask;
    pager_ask_from *ask_from; /* NULL: it never can */
    size_t row_size;
    size_t total; /* rows of the query; where fewer come than were said, it says so */
    enum { PAGER_ASKS, PAGER_RESET, PAGER_KEEPS } way;
    size_t before; /* the total of what was there before a reset; then: */
    size_t loads;  /* how often other rows were loaded */
    size_t first, count;
    struct arena arena; /* of the rows */
    char *rows;
};

void pager_release(struct pager *g);
/* Another query, or another catalogue: nothing is there before it has been asked. Where that fails
 * what was there before comes back, and stays as it is until the next reset. */
void pager_reset(struct pager *g, size_t total);

/* Sees to it that rows from .. to are there, with `around` more on each side where it has to ask.
 */
void pager_need(const struct pane *p, struct pager *g, size_t from, size_t to, size_t around);

const void *pager_row(const struct pager *g, size_t row); /* NULL: not there */

#endif
