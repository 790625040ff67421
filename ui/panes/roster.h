/*
 * A list paged by key, with a cursor: which rows are there (ui/panes/pager.h), which one is
 * selected, which part is on the screen, and the headings that stand between the rows where a new
 * group begins. Rows count from 0 in the query's order; lines are those of the screen, of rows and
 * headings. Of the group that is on the screen's first line the heading stands there too.
 */
#ifndef ATTACHE_UI_PANES_ROSTER_H
#define ATTACHE_UI_PANES_ROSTER_H

#include "ui/panes/drawn.h"
#include "ui/panes/pager.h"

#include <stdbool.h>
#include <stddef.h>

/* True if a heading stands above `row` when the row before it is `before`. */
typedef bool roster_begins(const struct pane *p, const void *before, const void *row);

/* True if it is the row of that name: `key` is the pane's own (an id, a place). */
typedef bool roster_is(const void *row, str key);

/* Zero-initialised, with the pager's `ask` and `row_size` set, it is empty and ready. */
struct roster {
    struct pager pager;
    roster_begins *begins; /* NULL: there are no groups */
    size_t cursor, top;
    int lines;          /* for rows and headings */
    bool moved;         /* somebody chose a row: it stays selected while others come */
    struct drawn drawn; /* its rows on the screen, for those who draw them */
};

void roster_release(struct roster *r);

/* Another query or another catalogue has so many rows; the cursor stays where it is. */
void roster_reset(const struct pane *p, struct roster *r, size_t total);

void roster_set_lines(const struct pane *p, struct roster *r, int lines);

const void *roster_row(const struct roster *r, size_t row); /* NULL: not loaded */
const void *roster_selected(const struct roster *r);

/* Selects a row (clamped) and brings it on the screen with as little movement as possible. */
void roster_move(const struct pane *p, struct roster *r, size_t row);

/* The same, at a line of the screen; -1: any. */
void roster_show(const struct pane *p, struct roster *r, size_t row, int line);

/*
 * Shows the row that is called `key`: looked for at row `near`, then around it, then from the start
 * as far as ROSTER_FAR rows. False if it is not found, or there is no key: then row `near` is
 * shown.
 */
enum { ROSTER_FAR = 4096 };
bool roster_find(const struct pane *p, struct roster *r, roster_is *is, str key, size_t near,
                 int line);

/* Loads a screen before and after what is shown. False: they are there. */
bool roster_near(const struct pane *p, struct roster *r);

/* Moves for LINE_DOWN … BOTTOM. False if the action does not move. */
bool roster_act(const struct pane *p, struct roster *r, enum action action, int count);

bool roster_has_heading(const struct pane *p, const struct roster *r, size_t row);
/* The line of a row on the screen, or -1. */
int roster_line_of(const struct pane *p, const struct roster *r, size_t row);
size_t roster_end(const struct pane *p, const struct roster *r); /* behind the last there */
/* The row on a line of the screen; false: there is a heading, or nothing. */
bool roster_row_at(const struct pane *p, const struct roster *r, int line, size_t *row);

#endif
